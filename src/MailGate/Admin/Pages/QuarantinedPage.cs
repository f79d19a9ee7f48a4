using MailGate.Admin.Data;
using MailGate.Admin.Html;
using MailGate.Storage.Quarantine;

namespace MailGate.Admin.Pages;

/// <summary>One message in quarantine: safe to look at, to release and to delete.</summary>
internal static class QuarantinedPage
{
    public static async Task ShowAsync(AdminRequest request)
    {
        if (request.Sources.Gateway()?.Quarantine is not { } store || store.Find(request.Segment("id")) is not { } message || store.Open(message.Id) is not { } file)
        {
            await MissingAsync(request);
            return;
        }

        MailPreview preview;
        await using (file)
        {
            preview = await MailPreview.ReadAsync(file, request.Context.RequestAborted);
        }

        await ShowAsync(request, message, preview);
    }

    public static async Task DownloadAsync(AdminRequest request)
    {
        string id = request.Segment("id");
        if (request.Sources.Gateway()?.Quarantine.Open(id) is not { } file)
        {
            await MissingAsync(request);
            return;
        }

        await using (file)
        {
            await Downloads.SendAsync(request, file, id);
        }
    }

    public static async Task ReleaseAsync(AdminRequest request)
    {
        string id = request.Segment("id");
        if (await request.ReadFormAsync() is null)
        {
            return;
        }

        if (await QuarantineActions.ReleaseAsync(request, id) is null)
        {
            await MissingAsync(request);
            return;
        }

        // What came of it is in the message's record, which the page shows.
        await request.RedirectAsync(Link.To("quarantine", id));
    }

    public static async Task DeleteAsync(AdminRequest request)
    {
        if (await request.ReadFormAsync() is null)
        {
            return;
        }

        await (QuarantineActions.Delete(request, request.Segment("id")) ? request.RedirectAsync(Link.To(["quarantine"], ("done", "deleted"))) : MissingAsync(request));
    }

    private static Task MissingAsync(AdminRequest request) => ErrorPage.WriteAsync(request, StatusCodes.Status404NotFound, "There is no such message, or not any more");

    private static Task ShowAsync(AdminRequest request, QuarantinedMessage message, MailPreview preview) =>
        Layout.WriteAsync(request, message.Subject.Length > 0 ? message.Subject : "(no subject)", "Quarantine", html => html.Write($"""
            <p class="lead">{QuarantinePage.State(message)} since {Parts.Time(message.Time)} UTC because of {message.Reason}, score {Parts.Score(message.Score)}</p>
            {(message.Releases.Count > 0 ? Releases(message.Releases) : null)}
            <div class="actions">
            {Parts.PostButton(request, Link.To("quarantine", message.Id, "release"), message.Releases.Count > 0 && !message.IsReleased ? "Try again to release" : "Release", "")}
            <form method="post" action="{Link.To("quarantine", message.Id, "delete")}" data-confirm="Delete this message? It cannot be brought back.">{Parts.FormToken(request)}<button type="submit" class="danger">Delete</button></form>
            <a href="{Link.To("quarantine", message.Id, "message.eml")}" download>Download as .eml</a>
            </div>
            <dl class="facts">
            <div><dt>Envelope from</dt><dd><bdi>{Parts.Address(message.ReversePath)}</bdi></dd></div>
            <div><dt>For</dt><dd>{message.Recipients.Select(Recipient)}</dd></div>
            <div><dt>Client</dt><dd><bdi>{message.Client.Address} {message.Client.Name}</bdi></dd></div>
            <div><dt>HELO</dt><dd><bdi>{message.Client.Helo}</bdi></dd></div>
            <div><dt>Size</dt><dd>{Parts.Octets(message.Octets)}</dd></div>
            <div><dt>Transaction</dt><dd><a href="{Link.To("transactions", message.Id)}"><code>{message.Id}</code></a></dd></div>
            <div><dt>Rules</dt><dd>{message.Rules.Select(rule => (HtmlPart)(h => h.Write($"""<div><a href="{Link.To("rules", rule.Name)}">{rule.Name}</a> {Parts.Score(rule.Score)}</div>""")))}</dd></div>
            </dl>
            {MailParts.Preview(preview)}
            """));

    private static HtmlPart Recipient(QuarantinedRecipient recipient) => html => html.Write($"""
        <div><bdi>{recipient.Address}</bdi>{(recipient.Original.Length > 0 ? (HtmlPart)(h => h.Write($" in place of <bdi>{recipient.Original}</bdi>")) : null)}</div>
        """);

    private static HtmlPart Releases(IReadOnlyList<QuarantineRelease> releases) => html => html.Write($"""
        <h2>Attempts to release</h2>
        <div class="scroll" role="region" aria-label="Attempts to release" tabindex="0"><table class="list">
        <caption class="sr">Attempts to release</caption>
        <thead><tr><th scope="col">Time (UTC)</th><th scope="col">To</th><th scope="col">Outcome</th><th scope="col">What was said</th><th scope="col">By</th></tr></thead>
        <tbody>{releases.Select(release => (HtmlPart)(h => h.Write($"""
        <tr><td class="nowrap">{Parts.Time(release.Time)}</td><th scope="row" class="address">{release.Recipients.Select(recipient => (HtmlPart)(r => r.Write($"<bdi>{recipient}</bdi> ")))}</th><td>{Outcome(release.Outcome)}</td><td><bdi>{release.Detail}</bdi></td><td>{release.By}</td></tr>

        """)))}</tbody>
        </table></div>
        """);

    private static HtmlPart Outcome(ReleaseOutcome outcome)
    {
        (string style, string word) = outcome switch
        {
            ReleaseOutcome.Released => ("good", "released"),
            ReleaseOutcome.Refused => ("bad", "refused"),
            ReleaseOutcome.Unsure => ("odd", "unsure"),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };
        return html => html.Write($"""<span class="badge {style}">{word}</span>""");
    }
}
