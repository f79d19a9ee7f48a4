using System.Globalization;
using System.Text.RegularExpressions;

namespace MailGate.Tests.Observability.Metrics;

/// <summary>A reader of both exposition formats that accepts nothing doubtful: promtool overlooks double series and buckets that fall.</summary>
internal static partial class StrictExposition
{
    /// <summary>Series, as written, with their values.</summary>
    public static Dictionary<string, double> Read(string text, bool openMetrics)
    {
        var series = new Dictionary<string, double>(StringComparer.Ordinal);
        var families = new HashSet<string>(StringComparer.Ordinal);
        Require(text.EndsWith('\n'), "no line feed at the end");
        List<string> lines = [.. text[..^1].Split('\n')];
        if (openMetrics)
        {
            Require(lines[^1] == "# EOF", "no # EOF");
            lines.RemoveAt(lines.Count - 1);
        }

        (string Name, string Type) family = ("", "");
        foreach (string line in lines)
        {
            Require(line.Length > 0 && line != "# EOF", "an empty line, or # EOF in the middle");
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                string name = line.Split(' ')[2];
                Require(families.Add(name), $"family {name} twice");
                family = (name, "");
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                string[] parts = line.Split(' ');
                Require(parts.Length == 4 && parts[2] == family.Name && family.Type.Length == 0, $"misplaced: {line}");
                family = (family.Name, parts[3]);
            }
            else if (line.StartsWith("# UNIT ", StringComparison.Ordinal))
            {
                Require(openMetrics && family.Name.EndsWith("_" + line.Split(' ')[3], StringComparison.Ordinal), $"misplaced: {line}");
            }
            else
            {
                AddSample(line, family, openMetrics, series);
            }
        }

        CheckHistograms(series);
        return series;
    }

    private static void AddSample(string line, (string Name, string Type) family, bool openMetrics, Dictionary<string, double> series)
    {
        Match match = SampleLine().Match(line);
        Require(match.Success, $"not a sample: {line}");
        string name = match.Groups["name"].Value;
        string[] allowed = family.Type switch
        {
            "counter" => [openMetrics ? family.Name + "_total" : family.Name],
            "gauge" => [family.Name],
            "histogram" => [family.Name + "_bucket", family.Name + "_sum", family.Name + "_count"],
            _ => [],
        };
        Require(allowed.Contains(name), $"{name} stands under {family}");
        Require(!openMetrics || family.Type != "counter" || !family.Name.EndsWith("_total", StringComparison.Ordinal), $"{family.Name} is named with _total");
        Require(!match.Groups["exemplar"].Success || (openMetrics && name.EndsWith("_bucket", StringComparison.Ordinal)), $"an exemplar where none may be: {line}");
        string[] labels = [.. match.Groups["label"].Captures.Select(c => c.Value)];
        Require(labels.Distinct().Count() == labels.Length, $"a label twice: {line}");
        string value = match.Groups["value"].Value;
        Require(series.TryAdd(name + match.Groups["labels"].Value, value == "+Inf" ? double.PositiveInfinity : double.Parse(value, CultureInfo.InvariantCulture)), $"series twice: {line}");
    }

    private static void CheckHistograms(Dictionary<string, double> series)
    {
        var buckets = series.Where(s => s.Key.Contains("_bucket{", StringComparison.Ordinal)).GroupBy(s => LeLabel().Replace(s.Key, ""));
        foreach (IGrouping<string, KeyValuePair<string, double>> histogram in buckets)
        {
            double[] bounds = [.. histogram.Select(b => LeLabel().Match(b.Key).Groups[1].Value).Select(le => le == "+Inf" ? double.PositiveInfinity : double.Parse(le, CultureInfo.InvariantCulture))];
            double[] counts = [.. histogram.Select(b => b.Value)];
            Require(bounds.SequenceEqual(bounds.Order().Distinct()), $"bounds of {histogram.Key} are not ascending");
            Require(double.IsPositiveInfinity(bounds[^1]), $"{histogram.Key} has no +Inf");
            Require(counts.SequenceEqual(counts.Order()), $"{histogram.Key} falls");
            string rest = histogram.Key.Replace("_bucket", "_count", StringComparison.Ordinal).Replace("{}", "", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal);
            Require(series.TryGetValue(rest, out double count) && count.Equals(counts[^1]), $"{rest} is not the last bucket");
        }
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new FormatException(problem);
        }
    }

    [GeneratedRegex("""^(?<name>[a-z_][a-z0-9_]*)(?<labels>\{(?:(?<label>[a-z_][a-z0-9_]*)="(?:[^"\\\n]|\\[\\"n])*",?)*\})? (?<value>[+-]?(?:Inf|[0-9.]+(?:e[+-]?[0-9]+)?))(?<exemplar> # \{transaction_id="[A-Za-z0-9.-]{1,100}"\} [0-9.]+(?:e[+-]?[0-9]+)?)?$""")]
    private static partial Regex SampleLine();

    [GeneratedRegex("""le="([^"]*)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex LeLabel();
}
