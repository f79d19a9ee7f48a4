using MailGate.Cli;
using MailGate.Hosting;
using MailGate.Observability.History;
using MailGate.Observability.Metrics;

namespace MailGate.Admin.Api;

/// <summary>How the gateway is.</summary>
/// <param name="Sessions">Open now.</param>
/// <param name="LastMinute">The minute before this one, which is whole.</param>
/// <param name="TopRules">Those that hit most since the start.</param>
/// <param name="Downstream">Routes and phases by the mean time that they took since the start, the slowest first.</param>
internal sealed record GatewayStatus(
    string Version, string Hostname, DateTimeOffset Time, string ConfigHash, bool Ready, IReadOnlyList<StatusCheck> Checks, int Sessions,
    TrafficCounts LastMinute, TrafficCounts LastHour, IReadOnlyList<TopRule> TopRules, IReadOnlyList<DownstreamTime> Downstream)
{
    private const int MaxRules = 10;
    private const int MaxPhases = 10;

    public static GatewayStatus Of(AdminSources sources)
    {
        IReadOnlyList<ReadinessCheck> checks = sources.Readiness();
        IReadOnlyList<TrafficMinute> hour = sources.History.Traffic(61, 1);
        TrafficMinute sum = new(0);
        foreach (TrafficMinute minute in hour.Skip(1))
        {
            sum.Add(minute);
        }

        return new GatewayStatus(
            VersionVerb.Version,
            sources.Settings().Hostname.Ascii,
            sources.Time.GetUtcNow(),
            sources.Settings().Hash,
            checks.All(check => check.IsReady),
            [.. checks.Select(check => new StatusCheck(check.Name, check.Problem))],
            (int)sources.Metrics.ConnectionsActive.Samples().Sum(sample => sample.Value),
            TrafficCounts.Of(hour[^2]),
            TrafficCounts.Of(sum),
            Rules(sources.Metrics),
            Phases(sources.Metrics));
    }

    private static List<TopRule> Rules(GatewayMetrics metrics) =>
    [
        .. metrics.RuleHits.Samples().Select(sample => new TopRule(sample.LabelValues[0], sample.LabelValues[1], (long)sample.Value))
            .OrderByDescending(rule => rule.Hits).Take(MaxRules),
    ];

    private static List<DownstreamTime> Phases(GatewayMetrics metrics) =>
    [
        .. metrics.DownstreamDuration.Samples().GroupBy(sample => (Route: sample.LabelValues[0], Phase: sample.LabelValues[1]))
            .Select(group => (group.Key, Sum: group.First(sample => sample.Suffix == "_sum").Value, Count: group.First(sample => sample.Suffix == "_count").Value))
            .Where(group => group.Count > 0)
            .Select(group => new DownstreamTime(group.Key.Route, group.Key.Phase, (long)group.Count, group.Sum / group.Count))
            .OrderByDescending(phase => phase.MeanSeconds).Take(MaxPhases),
    ];
}

/// <summary>A condition of readiness.</summary>
internal sealed record StatusCheck(string Name, string? Problem);

/// <summary>Transactions by what came of them.</summary>
/// <param name="ReplyP50Seconds">Half of the messages were answered within this time; null without messages.</param>
internal sealed record TrafficCounts(
    int Total, int Accepted, int Rejected, int Deferred, int Quarantined, int Discarded, int Aborted, double? ReplyP50Seconds, double? ReplyP95Seconds)
{
    public static TrafficCounts Of(TrafficMinute traffic) => new(
        traffic.Total, traffic.Count("accept", "tag"), traffic.Count("reject"), traffic.Count("defer"), traffic.Count("quarantine"), traffic.Count("discard"),
        traffic.Count("aborted"), traffic.ReplyQuantile(0.5), traffic.ReplyQuantile(0.95));
}

/// <summary>A rule and how often it hit.</summary>
/// <param name="Mode">enforce or shadow.</param>
internal sealed record TopRule(string Rule, string Mode, long Hits);

/// <summary>What a phase with the servers of a route takes.</summary>
internal sealed record DownstreamTime(string Route, string Phase, long Count, double MeanSeconds);
