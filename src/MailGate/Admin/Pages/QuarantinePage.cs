using System.Globalization;
using MailGate.Admin.Html;
using MailGate.Storage.Quarantine;

namespace MailGate.Admin.Pages;

/// <summary>The messages that rules set aside.</summary>
internal static class QuarantinePage
{
    private const int PageLength = 50;

    public static Task WriteAsync(AdminRequest request)
    {
        string address = request.Query("q"), rule = request.Query("rule"), shown = request.Query("shown");
        int offset = int.TryParse(request.Query("cursor"), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
        QuarantineFilter filter = new()
        {
            Address = address.Length > 0 ? address : null,
            Rule = rule.Length > 0 ? rule : null,
            IsReleased = shown switch
            {
                "released" => true,
                "all" => null,
                _ => false,
            },
        };
        QuarantineStore? store = request.Sources.Gateway()?.Quarantine;
        IReadOnlyList<QuarantinedMessage> messages = store?.List(filter with { Offset = offset, Limit = PageLength }) ?? [];
        QuarantineTotals totals = store?.Totals(filter) ?? default;
        return Layout.WriteAsync(request, "Quarantine", "Quarantine", html => html.Write($"""
            {Done(request.Query("done"))}
            <form class="card search" role="search" method="get" action="{Link.To("quarantine")}">
            <div><label for="q">Address or part of one</label><input id="q" name="q" type="search" value="{address}" spellcheck="false" autocapitalize="off"></div>
            <div><label for="rule">Rule that hit</label><input id="rule" name="rule" value="{rule}" spellcheck="false" autocapitalize="off"></div>
            <div><label for="shown">Show</label><select id="shown" name="shown"><option value="">not released yet</option><option value="released"{Switch.Selected(shown == "released")}>released</option><option value="all"{Switch.Selected(shown == "all")}>all</option></select></div>
            <div class="buttons"><button type="submit">Show</button></div>
            </form>
            {(messages.Count == 0 ? Nothing : Table(messages, totals))}
            {(offset + messages.Count < totals.Messages ? More(address, rule, shown, offset + messages.Count) : null)}
            """));
    }

    private static HtmlPart Nothing => html => html.Write($"""<p class="empty">Nothing here.</p>""");

    // Only words of ours: the value comes back in the address.
    private static HtmlPart? Done(string what) => what == "deleted" ? html => html.Write($"""<p class="done" role="status">The message was deleted.</p>""") : null;

    private static HtmlPart More(string address, string rule, string shown, int offset) => html => html.Write($"""
        <nav aria-label="Pages"><a rel="next" href="{Link.To(["quarantine"], ("q", address), ("rule", rule), ("shown", shown), ("cursor", offset.ToString(CultureInfo.InvariantCulture)))}">Older ones</a></nav>
        """);

    private static HtmlPart Table(IReadOnlyList<QuarantinedMessage> messages, QuarantineTotals totals) => html => html.Write($"""
        <div class="scroll" role="region" aria-label="Messages in quarantine" tabindex="0"><table class="list">
        <caption>{totals.Messages} messages, {Parts.Octets(totals.Octets)}, the newest first</caption>
        <thead><tr><th scope="col">Time (UTC)</th><th scope="col">Subject</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Because of</th><th scope="col" class="number">Score</th><th scope="col" class="number">Size</th><th scope="col">State</th></tr></thead>
        <tbody>{messages.Select(Row)}</tbody>
        </table></div>
        """);

    private static HtmlPart Row(QuarantinedMessage message) => html => html.Write($"""
        <tr>
        <td class="nowrap">{Parts.Time(message.Time)}</td>
        <th scope="row" class="address"><a href="{Link.To("quarantine", message.Id)}"><bdi>{(message.Subject.Length > 0 ? message.Subject : "(no subject)")}</bdi></a></th>
        <td class="address"><bdi>{(message.From.Length > 0 ? message.From : Parts.Address(message.ReversePath))}</bdi></td>
        <td class="address">{message.Addresses.Take(3).Select(address => (HtmlPart)(h => h.Write($"<bdi>{address}</bdi> ")))}</td>
        <td class="reason">{message.Reason}</td>
        <td class="number">{Parts.Score(message.Score)}</td>
        <td class="number">{Parts.Octets(message.Octets)}</td>
        <td>{State(message)}</td>
        </tr>

        """);

    /// <summary>Whether the message was released, as a badge.</summary>
    public static HtmlPart State(QuarantinedMessage message)
    {
        (string style, string word) = message.IsReleased ? ("good", "released") : message.Releases.Count > 0 ? ("odd", "release tried") : ("held", "held");
        return html => html.Write($"""<span class="badge {style}">{word}</span>""");
    }
}
