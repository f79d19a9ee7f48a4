using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Addresses;
using MailGate.Mail.Messages.Urls;

namespace MailGate.Filtering.Checks;

/// <summary>The links and addresses of web pages in the message.</summary>
internal sealed class UrlsCheck : ICheck
{
    // Services whose only purpose is to lead elsewhere.
    private static readonly HashSet<string> Shorteners =
    [
        "adf.ly", "bit.ly", "bitly.com", "bl.ink", "buff.ly", "cutt.ly", "dlvr.it", "goo.gl", "is.gd", "j.mp", "lnkd.in", "ow.ly", "qr.ae", "rb.gy",
        "rebrand.ly", "s.id", "short.io", "shorturl.at", "t.co", "t.ly", "tiny.cc", "tinyurl.com", "trib.al", "urlz.fr", "v.gd", "x.co",
    ];

    public string Name => "urls";

    public Stage Stage => Stage.Message;

    public ValueTask RunAsync(MailContext context, CheckFindings findings, CancellationToken cancellationToken)
    {
        if (context.Message?.Content is not { } content)
        {
            findings.NoteTrouble("the content of the message was not read");
            return ValueTask.CompletedTask;
        }

        findings.Set(
            MailFacts.Urls,
            FactValue.Of((IReadOnlyList<FactObject>)[.. content.Urls.Where(url => url.Scheme != "mailto").Select(url => ToFact(context, url))]));
        findings.Set(MailFacts.UrlsOverLimit, content.HasMoreUrls);
        return ValueTask.CompletedTask;
    }

    private static FactRecord ToFact(MailContext context, MailUrl url) => new FactRecord(UrlFact.Type)
        .Set(UrlFact.Url, FactValue.Of(url.Normalized))
        .Set(UrlFact.Scheme, FactValue.Of(url.Scheme))
        .Set(UrlFact.Host, FactValue.Of(url.Host))
        .Set(UrlFact.Domain, FactValue.Of(DomainOf(context, url)))
        .Set(UrlFact.Path, FactValue.Of(url.Path))
        .Set(UrlFact.Text, FactValue.Of(url.LinkText))
        .Set(UrlFact.Source, FactValue.Of(SourceOf(url.Sources)))
        .Set(UrlFact.IsIp, FactValue.Of(url.Flags.HasFlag(MailUrlFlags.IpHost)))
        .Set(UrlFact.IsPunycode, FactValue.Of(url.Flags.HasFlag(MailUrlFlags.Punycode)))
        .Set(UrlFact.IsHomograph, FactValue.Of((url.Flags & (MailUrlFlags.MixedScript | MailUrlFlags.Homoglyph)) != 0))
        .Set(UrlFact.IsShortener, FactValue.Of(Shorteners.Contains(url.Host.StartsWith("www.", StringComparison.Ordinal) ? url.Host[4..] : url.Host)))
        .Set(UrlFact.HasUserinfo, FactValue.Of(url.Flags.HasFlag(MailUrlFlags.UserInfo)))
        .Set(UrlFact.TextMismatch, FactValue.Of(url.Flags.HasFlag(MailUrlFlags.TextMismatch)));

    private static string DomainOf(MailContext context, MailUrl url)
    {
        if (url.Flags.HasFlag(MailUrlFlags.IpHost) || !Domain.TryParse(url.Host, out Domain? host))
        {
            return "";
        }

        if (context.Environment.PublicSuffixes is { } suffixes)
        {
            return (suffixes.OrganizationalDomain(host) ?? host).Ascii;
        }

        // Without a list of public suffixes the last two labels are the best guess.
        while (host.Parent?.Parent is not null)
        {
            host = host.Parent;
        }

        return host.Ascii;
    }

    // Where it matters most: what a click or a form leads to before what is only fetched.
    private static string SourceOf(UrlSources sources) =>
        sources.HasFlag(UrlSources.Form) ? "form"
        : (sources & (UrlSources.Attachment | UrlSources.Document)) != 0 ? "attachment"
        : (sources & (UrlSources.Link | UrlSources.Script | UrlSources.Resource | UrlSources.Aside)) != 0 ? "html"
        : sources.HasFlag(UrlSources.Text) ? "plain"
        : sources.HasFlag(UrlSources.Image) ? "image"
        : "header";
}
