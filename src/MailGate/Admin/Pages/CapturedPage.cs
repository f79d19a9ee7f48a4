using MailGate.Admin.Data;
using MailGate.Admin.Html;
using MailGate.Handling.Capture;

namespace MailGate.Admin.Pages;

/// <summary>The mail that routes with <c>capture</c> kept: all mail of trial mode.</summary>
internal static class CapturedPage
{
    private const int PageLength = 50;

    public static Task ListAsync(AdminRequest request)
    {
        IReadOnlyList<StoredMail> all = request.Sources.Gateway()?.Captured.List() ?? [];
        string after = request.Query("after");
        StoredMail[] shown = [.. all.SkipWhile(mail => after.Length > 0 && mail.Name != after).Skip(after.Length > 0 ? 1 : 0).Take(PageLength)];
        return Layout.WriteAsync(request, "Captured mail", "Captured", html => html.Write($"""
            <p class="lead">Mail that was kept instead of being sent on: all mail of trial mode, and that of routes with <code>capture</code>.</p>
            {(shown.Length == 0 ? Nothing : Table(shown, all.Count))}
            {(shown.Length > 0 && shown[^1] != all[^1] ? More(shown[^1]) : null)}
            """));
    }

    public static async Task ShowAsync(AdminRequest request)
    {
        if (Find(request) is not { } mail)
        {
            await MissingAsync(request);
            return;
        }

        MailPreview preview;
        await using (FileStream file = File.OpenRead(mail.Path))
        {
            preview = await MailPreview.ReadAsync(file, request.Context.RequestAborted);
        }

        await Layout.WriteAsync(request, preview.Subject.Length > 0 ? preview.Subject : "(no subject)", "Captured", html => html.Write($"""
            <p class="lead">Captured at {Parts.Time(mail.Time)} UTC, {Parts.Octets(mail.Octets)}{(mail.Id.Length > 0 ? Account(mail.Id) : null)}</p>
            <p><a class="button" href="{Link.To("captured", mail.Name, "message.eml")}" download>Download as .eml</a></p>
            {MailParts.Preview(preview)}
            """));
    }

    public static async Task DownloadAsync(AdminRequest request)
    {
        if (Find(request) is not { } mail)
        {
            await MissingAsync(request);
            return;
        }

        await using FileStream file = File.OpenRead(mail.Path);
        await Downloads.SendAsync(request, file, mail.Id);
    }

    private static StoredMail? Find(AdminRequest request) => request.Sources.Gateway()?.Captured.Find(request.Segment("name"));

    private static Task MissingAsync(AdminRequest request) => ErrorPage.WriteAsync(request, StatusCodes.Status404NotFound, "There is no such message, or not any more");

    private static HtmlPart Nothing => html => html.Write($"""<p class="empty">None.</p>""");

    private static HtmlPart Account(string id) => html => html.Write($""", by transaction <a href="{Link.To("transactions", id)}"><code>{id}</code></a>""");

    private static HtmlPart More(StoredMail last) => html => html.Write($"""<nav aria-label="Pages"><a rel="next" href="{Link.To(["captured"], ("after", last.Name))}">Older ones</a></nav>""");

    private static HtmlPart Table(IReadOnlyList<StoredMail> mails, int count) => html => html.Write($"""
        <div class="scroll" role="region" aria-label="Captured mail" tabindex="0"><table class="list">
        <caption>{count} messages, the newest first</caption>
        <thead><tr><th scope="col">Time (UTC)</th><th scope="col">Message</th><th scope="col" class="number">Size</th><th scope="col">Download</th></tr></thead>
        <tbody>{mails.Select(mail => (HtmlPart)(h => h.Write($"""
        <tr><td class="nowrap">{Parts.Time(mail.Time)}</td><th scope="row"><a href="{Link.To("captured", mail.Name)}"><code>{(mail.Id.Length > 0 ? mail.Id : mail.Name)}</code></a></th><td class="number">{Parts.Octets(mail.Octets)}</td><td><a href="{Link.To("captured", mail.Name, "message.eml")}" download>.eml<span class="sr"> of {mail.Id}</span></a></td></tr>

        """)))}</tbody>
        </table></div>
        """);
}
