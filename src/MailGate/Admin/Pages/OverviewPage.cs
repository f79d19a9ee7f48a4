using System.Globalization;
using MailGate.Admin.Charts;
using MailGate.Admin.Data;
using MailGate.Admin.Html;
using MailGate.Filtering.Rules;
using MailGate.Hosting;
using MailGate.Observability.History;

namespace MailGate.Admin.Pages;

/// <summary>What goes on: numbers and charts of the last hours, the last transactions, the rules that hit most.</summary>
internal static class OverviewPage
{
    private const int LatestCount = 20;
    private const int TopRules = 8;

    public static Task WriteAsync(AdminRequest request)
    {
        TrafficWindow window = TrafficWindow.Of(request.Query("window"));
        IReadOnlyList<TrafficMinute> traffic = request.Sources.History.Traffic(window.Parts, window.MinutesEach);
        TrafficMinute sum = new(0);
        foreach (TrafficMinute part in traffic)
        {
            sum.Add(part);
        }

        bool refreshes = request.Query("refresh") != "off";
        return Layout.WriteAsync(
            request,
            "Overview",
            "Overview",
            html => html.Write($"""
                <div class="toolbar">
                <nav aria-label="Time span" class="choice">{TrafficWindow.All.Select(one => (HtmlPart)(h => h.Write($"""<a href="{Link.To([""], ("window", one.Name))}"{Switch.Current(one == window)}>{one.Title}</a>""")))}</nav>
                <p id="live" class="live" role="status"><noscript>{(refreshes ? Stop(window) : null)}</noscript></p>
                </div>
                <div id="overview">
                {Tiles(request, sum, window)}
                <div class="charts">
                {TrafficChart(traffic, sum, window)}
                {ReplyChart(traffic, sum, window)}
                {ScoreChart(sum, window, request.Sources.Gateway()?.Rules.Thresholds)}
                {RulesChart(request)}
                </div>
                <h2>Last transactions</h2>
                {Parts.Transactions("The last transactions, the newest first", new Transactions(request.Sources).Latest(LatestCount))}
                <p><a href="{Link.To("transactions")}">All transactions, and search</a></p>
                </div>
                """),
            isLive: true);
    }

    private static HtmlPart Stop(TrafficWindow window) =>
        html => html.Write($"""Loaded anew every 30 seconds. <a href="{Link.To([""], ("window", window.Name), ("refresh", "off"))}">Stop that</a>""");

    private static HtmlPart Tiles(AdminRequest request, TrafficMinute sum, TrafficWindow window)
    {
        IReadOnlyList<ReadinessCheck> checks = request.Sources.Readiness();
        ReadinessCheck[] broken = [.. checks.Where(check => !check.IsReady)];
        double open = request.Sources.Metrics.ConnectionsActive.Samples().Sum(sample => sample.Value);
        return html => html.Write($"""
            <ul class="tiles" aria-label="Within {window.Title}">
            {Tile("Accepted", sum.Count("accept", "tag"), sum.Total, "good")}
            {Tile("Rejected", sum.Count("reject"), sum.Total, "bad")}
            {Tile("Deferred", sum.Count("defer"), sum.Total, "wait")}
            {Tile("Quarantined, discarded", sum.Count("quarantine", "discard"), sum.Total, "held")}
            <li class="tile"><span class="name">Dot to reply, p95</span><span class="value">{(sum.ReplyQuantile(0.95) is { } p95 ? Parts.Duration(p95) : "-")}</span><span class="more">half within {(sum.ReplyQuantile(0.5) is { } p50 ? Parts.Duration(p50) : "-")}</span></li>
            <li class="tile {(broken.Length == 0 ? "good" : "bad")}"><span class="name">State</span><span class="value">{(broken.Length == 0 ? "Ready" : "Not ready")}</span><span class="more">{(broken.Length == 0 ? $"{open.ToString(CultureInfo.InvariantCulture)} sessions open" : string.Join("; ", broken.Select(check => $"{check.Name}: {check.Problem}")))}</span></li>
            </ul>
            """);
    }

    private static HtmlPart Tile(string name, int count, int total, string style) => html => html.Write($"""
        <li class="tile {style}"><span class="name">{name}</span><span class="value">{count}</span><span class="more">{Share(count, total)} of {total}</span></li>
        """);

    private static string Share(int count, int total) => total == 0 ? "0 %" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / total:0.#} %");

    private static HtmlPart TrafficChart(IReadOnlyList<TrafficMinute> traffic, TrafficMinute sum, TrafficWindow window)
    {
        Series[] series =
        [
            Of("Accepted", "good", "accept", "tag"), Of("Rejected", "bad", "reject"), Of("Deferred", "wait", "defer"), Of("Quarantined, discarded", "held", "quarantine", "discard"),
            Of("Aborted by the client", "plain", "aborted"),
        ];
        return ColumnChart.Of(
            "Transactions", $"{sum.Total} in {window.Title}, {Each(window)} a column", "Time (UTC)", Names(traffic), window.Labels([.. traffic.Select(part => part.Minute)]), series);

        Series Of(string name, string style, params string[] verdicts) => new(name, style, [.. traffic.Select(part => (double?)part.Count(verdicts))]);
    }

    private static HtmlPart ReplyChart(IReadOnlyList<TrafficMinute> traffic, TrafficMinute sum, TrafficWindow window)
    {
        Series[] series = [Of("95 of 100 within", "odd", 0.95), Of("Half within", "info", 0.5)];
        string summary = sum.ReplyQuantile(0.95) is { } p95 ? $"Time from the end of a message to its reply; 95 of 100 within {Parts.Duration(p95)}" : "Time from the end of a message to its reply; no message yet";
        return LineChart.Of("Dot to reply", summary, "Time (UTC)", Names(traffic), window.Labels([.. traffic.Select(part => part.Minute)]), series, Parts.Duration, least: 0.01);

        Series Of(string name, string style, double share) => new(name, style, [.. traffic.Select(part => part.ReplyQuantile(share))]);
    }

    private static HtmlPart ScoreChart(TrafficMinute sum, TrafficWindow window, Thresholds? thresholds)
    {
        IReadOnlyList<double> bounds = TrafficMinute.ScoreBounds;
        string[] names = [.. Enumerable.Range(0, bounds.Count + 1).Select(i =>
            i == 0 ? $"up to {Number(bounds[0])}" : i == bounds.Count ? $"above {Number(bounds[^1])}" : $"{Number(bounds[i - 1])} to {Number(bounds[i])}")];
        // A column belongs to the threshold that all of its scores have reached.
        Series[] series = [Of("No threshold reached", "good", IsPlain), Of("Tag or quarantine", "odd", i => !IsPlain(i) && !IsRejected(i)), Of("Reject", "bad", IsRejected)];
        (int, string)[] labels = [.. bounds.Select((bound, i) => (i, Number(bound))).Where((_, i) => i % 2 == 0)];
        return ColumnChart.Of("Scores", $"{sum.Scores.Sum()} messages judged in {window.Title}", "Score", names, labels, series);

        bool Reaches(int column, double? threshold) => threshold is { } value && column > 0 && bounds[column - 1] >= value;
        bool IsRejected(int column) => Reaches(column, thresholds?.Reject);
        bool IsPlain(int column) => !IsRejected(column) && !Reaches(column, thresholds?.Tag) && !Reaches(column, thresholds?.Quarantine);
        Series Of(string name, string style, Func<int, bool> belongs) => new(name, style, [.. sum.Scores.Select((count, i) => belongs(i) ? count : (double?)null)]);
    }

    private static HtmlPart RulesChart(AdminRequest request)
    {
        RuleCounts[] rules = request.Sources.Gateway() is { } state
            ? [.. RuleCounts.Of(state.Rules, request.Sources.Metrics).Where(rule => rule.Hits + rule.ShadowHits > 0).OrderByDescending(rule => rule.Hits + rule.ShadowHits).Take(TopRules)]
            : [];
        double most = rules.Select(rule => rule.Hits + rule.ShadowHits).DefaultIfEmpty(1).Max();
        return html => html.Write($"""
            <section class="card chart">
            <h2>Rules that hit most</h2><p>Since the gateway started; shadow hits change nothing</p>
            <table class="ranking">
            <caption class="sr">Rules that hit most</caption>
            <thead class="sr"><tr><th scope="col">Rule</th><th scope="col">Share</th><th scope="col">Hits</th></tr></thead>
            <tbody>{rules.Select(rule => (HtmlPart)(h => h.Write($"""
            <tr><th scope="row"><a href="{Link.To("rules", rule.Name)}">{rule.Name}</a></th><td>{Bar.Of((rule.Hits + rule.ShadowHits) / most, rule.Mode == "shadow" ? "odd" : "info")}</td><td class="number">{rule.Hits + rule.ShadowHits}{(rule.Mode == "shadow" ? " (shadow)" : "")}</td></tr>
            """)))}</tbody>
            </table>
            {(rules.Length == 0 ? Empty : null)}
            </section>
            """);
    }

    private static HtmlPart Empty => html => html.Write($"""<p class="empty">None has hit yet.</p>""");

    private static string[] Names(IReadOnlyList<TrafficMinute> traffic) => [.. traffic.Select(part => TrafficWindow.TimeOf(part.Minute))];

    private static string Each(TrafficWindow window) => window.MinutesEach == 1 ? "a minute" : string.Create(CultureInfo.InvariantCulture, $"{window.MinutesEach} minutes");

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
