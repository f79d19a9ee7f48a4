using MailGate.Admin.Data;
using MailGate.Admin.Html;
using MailGate.Observability.History;

namespace MailGate.Admin.Pages;

/// <summary>Finds transactions by id, address, verdict or rule.</summary>
internal static class SearchPage
{
    private const int PageLength = 50;

    public static Task WriteAsync(AdminRequest request)
    {
        TransactionFilter filter = new(request.Query("q"), request.Query("verdict"), request.Query("rule"));
        Transactions transactions = new(request.Sources);
        Data.TransactionPage page = transactions.Search(filter, request.Query("cursor"), PageLength);
        string where = transactions.IsJournalled ? "the journal" : $"the last {request.Sources.Settings().Admin.History} transactions in memory; journal.enabled keeps more";
        return Layout.WriteAsync(request, "Transactions", "Transactions", html => html.Write($"""
            <form class="card search" role="search" method="get" action="{Link.To("transactions")}">
            <div><label for="q">Id, address, client, subject</label><input id="q" name="q" type="search" value="{filter.Text}" spellcheck="false" autocapitalize="off"></div>
            <div><label for="verdict">Verdict</label><select id="verdict" name="verdict"><option value="">any</option>{TrafficMinute.VerdictNames.Select(name => (HtmlPart)(h => h.Write($"""<option value="{name}"{Switch.Selected(name == filter.Verdict)}>{name}</option>""")))}</select></div>
            <div><label for="rule">Rule that hit</label><input id="rule" name="rule" value="{filter.Rule}" list="rules" spellcheck="false" autocapitalize="off"><datalist id="rules">{Rules(request)}</datalist></div>
            <div class="buttons"><button type="submit">Search</button> <a href="{Link.To("transactions")}">Reset</a></div>
            <p class="hint">Searches {where}.</p>
            </form>
            {Parts.Transactions(filter.IsEmpty ? "All transactions, the newest first" : "Transactions found, the newest first", page.Items)}
            {Older(page.Next, filter)}
            """));
    }

    private static IEnumerable<HtmlPart> Rules(AdminRequest request) =>
        (request.Sources.Gateway()?.Rules.Rules ?? []).Select(rule => (HtmlPart)(html => html.Write($"""<option value="{rule.Name}"></option>""")));

    private static HtmlPart? Older(string? cursor, TransactionFilter filter) => cursor is null ? null : html => html.Write($"""
        <nav aria-label="Pages"><a rel="next" href="{Link.To(["transactions"], ("q", filter.Text), ("verdict", filter.Verdict), ("rule", filter.Rule), ("cursor", cursor))}">Older ones</a></nav>
        """);
}
