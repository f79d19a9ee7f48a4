using MailGate.Admin.Data;
using MailGate.Admin.Html;
using MailGate.Observability.History;

namespace MailGate.Admin.Pages;

/// <summary>One rule: what it says, what it did or would have done, and to which mail.</summary>
internal static class RulePage
{
    private const int MaxTransactions = 25;

    public static Task WriteAsync(AdminRequest request)
    {
        string name = request.Segment("name");
        if (request.Sources.Gateway() is not { } state || RuleCounts.Of(state.Rules, request.Sources.Metrics).FirstOrDefault(counts => counts.Name == name) is not { } rule)
        {
            return ErrorPage.WriteAsync(request, StatusCodes.Status404NotFound, "There is no rule of this name now");
        }

        Data.TransactionPage page = new Transactions(request.Sources).Search(new TransactionFilter(Rule: rule.Name), "", MaxTransactions);
        bool isShadow = rule.Mode == "shadow";
        return Layout.WriteAsync(request, rule.Name, "Rules", html => html.Write($"""
            <p class="lead">{rule.Description}</p>
            <dl class="facts">
            <div><dt>Mode</dt><dd><span class="badge {RulesPage.ModeStyle(rule.Mode)}">{rule.Mode}</span></dd></div>
            <div><dt>Stage</dt><dd>{rule.Stage}</dd></div>
            <div><dt>Does</dt><dd>{(rule.Effect.Length > 0 ? rule.Effect : "nothing by itself")}</dd></div>
            <div><dt>Group</dt><dd>{rule.Group ?? "none"}</dd></div>
            <div><dt>Share of the traffic</dt><dd>{rule.Sample * 100} %</dd></div>
            <div><dt>Where</dt><dd><code>{rule.Place}</code></dd></div>
            <div><dt>Hits</dt><dd>{rule.Hits}</dd></div>
            <div><dt>Shadow hits</dt><dd>{rule.ShadowHits}</dd></div>
            <div><dt>Would have rejected</dt><dd>{rule.WouldReject}</dd></div>
            <div><dt>Errors</dt><dd>{rule.Errors}</dd></div>
            </dl>
            <h2>When</h2>
            <pre class="code"><code>{rule.When}</code></pre>
            <h2>{(isShadow ? "What it would have acted on" : "What it hit last")}</h2>
            {Parts.Transactions(isShadow ? "Transactions in which this rule would have hit" : "Transactions in which this rule hit", page.Items)}
            <p><a href="{Link.To(["transactions"], ("rule", rule.Name))}">All of them</a></p>
            """));
    }
}
