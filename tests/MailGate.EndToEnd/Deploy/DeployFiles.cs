using System.Text.RegularExpressions;
using MailGate.Configuration.Loading;
using MailGate.Hosting;
using MailGate.Observability.Metrics;
using MailGate.Tests.Common;

namespace MailGate.EndToEnd.Deploy;

/// <summary>The files of <c>deploy/</c>, and what the program knows of the names in them.</summary>
internal static partial class DeployFiles
{
    /// <summary>Metrics that Prometheus itself and node_exporter give.</summary>
    private static readonly string[] Foreign = ["up", "node_filesystem_avail_bytes", "node_filesystem_size_bytes"];

    public static string Root { get; } = Path.Combine(Repository.Root, "deploy");

    public static string PathOf(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>Every sample name that a gateway can expose, and the names of others that boards and alerts may use.</summary>
    public static async Task<IReadOnlySet<string>> KnownMetricsAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mailgate-metrics");
        try
        {
            ConfigurationInput input = new(null) { Listen = "127.0.0.1:0", Data = folder.FullName };
            await using GatewayHost host = new(input, ConfigurationLoader.Load(input, TimeProvider.System), TimeProvider.System, GatewayComposition.Create, () => Stream.Null);
            return host.Metrics.Registry.Families.SelectMany(SampleNames).Concat(Foreign).ToHashSet(StringComparer.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The metric names in an expression: names that are followed by neither <c>(</c> nor the label list of an aggregation, and no words of PromQL.</summary>
    public static IEnumerable<string> MetricsIn(string expression)
    {
        string bare = GroupingLabels().Replace(LabelMatchers().Replace(Texts().Replace(expression, "\"\""), ""), " ");
        return Names().Matches(bare).Select(m => m.Value).Where(name => !Words.Contains(name)).Distinct();
    }

    private static readonly HashSet<string> Words = ["on", "and", "or", "unless", "offset", "bool", "group_left", "group_right", "by", "without", "ignoring"];

    private static IEnumerable<string> SampleNames(MetricFamily family) => family.Type switch
    {
        MetricType.Counter => [family.Name + "_total"],
        MetricType.Histogram => [family.Name + "_bucket", family.Name + "_sum", family.Name + "_count"],
        _ => [family.Name],
    };

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.NonBacktracking)]
    private static partial Regex Texts();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|\b[0-9][0-9a-z.]*", RegexOptions.NonBacktracking)]
    private static partial Regex LabelMatchers();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", RegexOptions.NonBacktracking)]
    private static partial Regex GroupingLabels();

    // A function or an aggregation is followed by a parenthesis, with or without a blank.
    [GeneratedRegex(@"(?<![\w:$])[a-zA-Z_:][\w:]*(?![\w:]|\s*\()")]
    private static partial Regex Names();
}
