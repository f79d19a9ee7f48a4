using MailGate.Filtering.Rules;
using MailGate.Observability.Metrics;

namespace MailGate.Admin.Data;

/// <summary>A rule with how often it has hit since the gateway started.</summary>
/// <param name="Effect">What it does, in a few words: <c>reject</c>, <c>+6</c>.</param>
/// <param name="Place">FILE:LINE.</param>
/// <param name="WouldReject">Refusals that it would have made in shadow mode.</param>
internal sealed record RuleCounts(
    string Name, string Stage, string Mode, string Action, string Score, string Effect, string? Group, double Sample, string When, string Description, string Place,
    long Hits, long ShadowHits, long WouldReject, long Errors)
{
    /// <summary>All rules of a set, in the order of evaluation.</summary>
    public static IReadOnlyList<RuleCounts> Of(RuleSet rules, GatewayMetrics metrics)
    {
        ILookup<string, (string Mode, long Count)> hits = metrics.RuleHits.Samples().ToLookup(sample => sample.LabelValues[0], sample => (sample.LabelValues[1], (long)sample.Value));
        Dictionary<string, long> wouldReject = Counts(metrics.WouldReject), errors = Counts(metrics.RuleErrors);
        return [.. rules.Rules.OrderBy(rule => rule.Stage).Select(rule =>
        {
            Cli.Rules.RuleReport report = Cli.Rules.RuleReport.Of(rule);
            return new RuleCounts(
                report.Name, report.Stage, report.Mode, report.Action, report.Score, report.Effect, report.Group, report.Sample, report.When, report.Description, report.Place,
                Count("enforce"), Count("shadow"), wouldReject.GetValueOrDefault(report.Name), errors.GetValueOrDefault(report.Name));

            long Count(string mode) => hits[report.Name].Where(hit => hit.Mode == mode).Sum(hit => hit.Count);
        })];
    }

    private static Dictionary<string, long> Counts(CounterFamily family) =>
        family.Samples().ToDictionary(sample => sample.LabelValues[0], sample => (long)sample.Value, StringComparer.Ordinal);
}
