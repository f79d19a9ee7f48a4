using MailGate.Admin.Data;
using MailGate.Admin.Html;

namespace MailGate.Admin.Pages;

/// <summary>All rules with how often they hit, in earnest and in shadow mode.</summary>
internal static class RulesPage
{
    private static readonly string[] Modes = ["enforce", "shadow", "off"];

    public static Task WriteAsync(AdminRequest request)
    {
        string text = request.Query("q"), mode = request.Query("mode"), sort = request.Query("sort");
        IReadOnlyList<RuleCounts> all = request.Sources.Gateway() is { } state ? RuleCounts.Of(state.Rules, request.Sources.Metrics) : [];
        IEnumerable<RuleCounts> shown = all.Where(rule => (mode.Length == 0 || rule.Mode == mode)
            && (text.Length == 0 || rule.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || rule.Description.Contains(text, StringComparison.OrdinalIgnoreCase)));
        RuleCounts[] rules = [.. sort == "order" ? shown : shown.OrderByDescending(rule => rule.Hits + rule.ShadowHits)];
        long most = rules.Select(rule => rule.Hits + rule.ShadowHits).DefaultIfEmpty().Max();
        return Layout.WriteAsync(request, "Rules", "Rules", html => html.Write($"""
            <form class="card search" role="search" method="get" action="{Link.To("rules")}">
            <div><label for="q">Name or description</label><input id="q" name="q" type="search" value="{text}" spellcheck="false" autocapitalize="off"></div>
            <div><label for="mode">Mode</label><select id="mode" name="mode"><option value="">any</option>{Modes.Select(name => (HtmlPart)(h => h.Write($"""<option value="{name}"{Switch.Selected(name == mode)}>{name}</option>""")))}</select></div>
            <div><label for="sort">Order</label><select id="sort" name="sort"><option value="">most hits first</option><option value="order"{Switch.Selected(sort == "order")}>order of evaluation</option></select></div>
            <div class="buttons"><button type="submit">Show</button></div>
            <p class="hint">Counted since the gateway started. From {request.Sources.Gateway()?.RulePath}.</p>
            </form>
            <div class="scroll" role="region" aria-label="Rules" tabindex="0">
            <table class="list rules">
            <caption>{rules.Length} of {all.Count} rules</caption>
            <thead><tr><th scope="col">Rule</th><th scope="col">Mode</th><th scope="col">Does</th><th scope="col" class="number">Hits</th><th scope="col" class="number">Shadow hits</th><th scope="col"><span class="sr">Share of the most</span></th><th scope="col" class="number">Would reject</th><th scope="col" class="number">Errors</th><th scope="col">Where</th></tr></thead>
            <tbody>
            {rules.Select(rule => Row(rule, most))}</tbody>
            </table>
            </div>
            """));
    }

    private static HtmlPart Row(RuleCounts rule, long most) => html => html.Write($"""
        <tr>
        <th scope="row"><a href="{Link.To("rules", rule.Name)}">{rule.Name}</a><span class="about">{rule.Description}</span></th>
        <td><span class="badge {ModeStyle(rule.Mode)}">{rule.Mode}</span></td>
        <td class="nowrap">{rule.Stage}: {rule.Effect}</td>
        <td class="number">{rule.Hits}</td>
        <td class="number">{rule.ShadowHits}</td>
        <td>{Charts.Bar.Of(most == 0 ? 0 : (double)(rule.Hits + rule.ShadowHits) / most, rule.Mode == "shadow" ? "odd" : "info")}</td>
        <td class="number">{rule.WouldReject}</td>
        <td class="number">{rule.Errors}</td>
        <td class="nowrap"><code>{Path.GetFileName(rule.Place)}</code></td>
        </tr>

        """);

    /// <summary>The style of a mode's badge.</summary>
    public static string ModeStyle(string mode) => mode switch
    {
        "enforce" => "info",
        "shadow" => "odd",
        _ => "plain",
    };
}
