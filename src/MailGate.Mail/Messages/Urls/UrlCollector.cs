using System.Buffers;
using MailGate.Mail.Messages.Html;

namespace MailGate.Mail.Messages.Urls;

/// <summary>Gathers addresses from the pieces of a message; one that stands in several places is kept once, with all its sources.</summary>
internal sealed class UrlCollector(int maxUrls)
{
    // What an address in running text can be recognised by. Bare host names count only where a path follows.
    private static readonly SearchValues<string> Marks = SearchValues.Create(
        ["://", "www.", "mailto:", ".com/", ".net/", ".org/", ".ru/", ".cn/", ".info/", ".biz/", ".xyz/", ".top/", ".io/", ".co/", ".me/", ".ly/", ".gl/", ".shop/", ".online/",
         ".site/", ".link/", ".live/", ".app/", ".dev/", ".page/", ".click/", ".de/", ".uk/", ".fr/", ".eu/", ".us/"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n<>\"`{}|^\u00A0\u3000\u201C\u201D\u2018\u2019\u00AB\u00BB\0");

    // Text can be made of beginnings of addresses that are none; each costs a look ahead.
    private const int MaxFailures = 2000;

    private readonly List<MailUrl> _urls = [];
    private int _failures;
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

    public IReadOnlyList<MailUrl> Urls => _urls;

    /// <summary>True when addresses beyond the limit were dropped.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Finds addresses in running text.</summary>
    public void AddText(ReadOnlySpan<char> text, UrlSources source)
    {
        int from = 0;
        while (from < text.Length)
        {
            int mark = text[from..].IndexOfAny(Marks);
            if (mark < 0 || IsTruncated)
            {
                return;
            }

            mark += from;
            int start = StartOf(text, mark, from, out bool assumeHttp);
            if (start < 0)
            {
                from = mark + 2;
                continue;
            }

            int length = LengthOf(text[start..Math.Min(text.Length, start + UrlParser.MaxLength + 1)]);
            MailUrl? url = start + length > mark ? UrlParser.Parse(text.Slice(start, length), assumeHttp) : null;
            IsTruncated |= url is null && ++_failures > MaxFailures;
            if (url is not null && (!assumeHttp || url.Host.Contains('.', StringComparison.Ordinal)))
            {
                Add(url, source, "", hidden: false);
            }

            from = Math.Max(mark + 2, url is null ? 0 : start + length);
        }
    }

    /// <summary>Adds what an HTML part links to, comparing what links show with where they lead.</summary>
    public void AddHtml(HtmlAnalysis html, UrlSources extra)
    {
        string? root = null;
        foreach (HtmlLink link in html.Links)
        {
            UrlSources source = link.Kind switch
            {
                HtmlLinkKind.Anchor => UrlSources.Link,
                HtmlLinkKind.Image => UrlSources.Image,
                HtmlLinkKind.Form => UrlSources.Form,
                HtmlLinkKind.Resource or HtmlLinkKind.Refresh or HtmlLinkKind.Base => UrlSources.Resource,
                _ => UrlSources.Link,
            };
            MailUrl? url = UrlParser.Parse(link.Target);
            if (url is null && root is not null && IsRelative(link.Target))
            {
                url = UrlParser.Parse(root + link.Target.TrimStart('/'));
            }

            if (url is null)
            {
                continue;
            }

            if (link.Kind == HtmlLinkKind.Base)
            {
                root = $"{url.Scheme}://{url.Host}{(url.Path.LastIndexOf('/') is var slash and > 0 ? url.Path[..slash] : "")}/";
            }

            Add(LinkText.Misleads(link.Text, url) ? url with { Flags = url.Flags | MailUrlFlags.TextMismatch } : url, source | extra, link.Text, link.IsHidden);
        }

        AddText(html.Text, UrlSources.Text | extra);
        if (html.Script.Length > 0)
        {
            AddText(html.Script, UrlSources.Script | extra);
        }
    }

    /// <summary>Adds one address that stands by itself.</summary>
    public void Add(ReadOnlySpan<char> address, UrlSources source)
    {
        if (UrlParser.Parse(address) is { } url)
        {
            Add(url, source, "", hidden: false);
        }
    }

    private void Add(MailUrl url, UrlSources source, string linkText, bool hidden)
    {
        string key = url.Normalized;
        MailUrlFlags flags = url.Flags | (hidden ? MailUrlFlags.Hidden : 0);
        if (_known.TryGetValue(key, out int index))
        {
            MailUrl known = _urls[index];
            if ((known.Sources | source) != known.Sources || (known.Flags | url.Flags) != known.Flags || (known.LinkText.Length == 0 && linkText.Length > 0) || (!hidden && (known.Flags & MailUrlFlags.Hidden) != 0))
            {
                // Hidden only when it is hidden everywhere.
                MailUrlFlags both = known.Flags & flags & MailUrlFlags.Hidden;
                _urls[index] = known with
                {
                    Sources = known.Sources | source,
                    Flags = ((known.Flags | flags) & ~MailUrlFlags.Hidden) | both,
                    LinkText = known.LinkText.Length > 0 ? known.LinkText : linkText,
                };
            }

            return;
        }

        if (_urls.Count == maxUrls)
        {
            IsTruncated = true;
            return;
        }

        _known.Add(key, _urls.Count);
        _urls.Add(url with { Sources = source, Flags = flags, LinkText = linkText });
    }

    // Where the address around a mark begins, or -1.
    private static int StartOf(ReadOnlySpan<char> text, int mark, int floor, out bool assumeHttp)
    {
        assumeHttp = false;
        int start = mark;
        if (text[mark] == ':')
        {
            while (start > floor && mark - start < 8 && char.IsAsciiLetter(text[start - 1]))
            {
                start--;
            }

            return start == mark ? -1 : start;
        }

        if (text[mark] is 'm' or 'M')
        {
            return mark;
        }

        assumeHttp = true;
        while (start > floor && mark - start < 100 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '-' or '.' or '_'))
        {
            start--;
        }

        // The domain of a mail address is no link.
        return start > floor && text[start - 1] is '@' or '/' ? -1 : start;
    }

    private static int LengthOf(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAny(Ends);
        text = end < 0 ? text : text[..end];
        while (!text.IsEmpty)
        {
            char last = text[^1];
            bool unbalanced = last switch { ')' => !text.Contains('('), ']' => !text.Contains('['), '}' => true, _ => false };
            if (!unbalanced && last is not ('.' or ',' or ';' or ':' or '!' or '?' or '\'' or '*' or '_' or '\u2026' or '\u3002' or '\uFF0C'))
            {
                break;
            }

            text = text[..^1];
        }

        return text.Length;
    }

    private static bool IsRelative(string target) => target.Length > 0 && target[0] != '#' && !target.AsSpan(0, Math.Min(target.Length, 12)).Contains(':');
}
