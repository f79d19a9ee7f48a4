using System.Globalization;
using System.Text;

namespace MailGate.Observability.Metrics;

/// <summary>
/// Writes metrics as Prometheus text 0.0.4 or OpenMetrics 1.0. Each family stands together, HELP and TYPE first; a family without a series is
/// left out.
/// </summary>
internal static class ExpositionWriter
{
    private static readonly string[] Units = ["seconds", "bytes"];

    public static string Write(IEnumerable<MetricFamily> families, ExpositionFormat format)
    {
        var text = new StringBuilder(16 * 1024);
        foreach (MetricFamily family in families)
        {
            Sample[] samples = [.. family.Samples()];
            if (samples.Length > 0)
            {
                WriteFamily(text, family, samples, format);
            }
        }

        return text.Append(format == ExpositionFormat.OpenMetrics ? "# EOF\n" : "").ToString();
    }

    private static void WriteFamily(StringBuilder text, MetricFamily family, Sample[] samples, ExpositionFormat format)
    {
        bool open = format == ExpositionFormat.OpenMetrics;
        // OpenMetrics names a counter's family without _total, Prometheus with it.
        string name = family.Type == MetricType.Counter && !open ? family.Name + "_total" : family.Name;
        text.Append("# HELP ").Append(name).Append(' ').Append(Escape(family.Help, quotes: open)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(TypeName(family.Type)).Append('\n');
        if (open && Array.Find(Units, u => name.EndsWith('_' + u, StringComparison.Ordinal)) is { } unit)
        {
            text.Append("# UNIT ").Append(name).Append(' ').Append(unit).Append('\n');
        }

        foreach (Sample sample in samples)
        {
            text.Append(family.Name).Append(sample.Suffix);
            WriteLabels(text, family.Labels, sample, open);
            text.Append(' ').Append(Number(sample.Value));
            if (open && sample.Exemplar is { } exemplar)
            {
                text.Append(" # {transaction_id=\"").Append(Escape(exemplar.TransactionId, quotes: true)).Append("\"} ").Append(Number(exemplar.Value));
            }

            text.Append('\n');
        }
    }

    private static void WriteLabels(StringBuilder text, IReadOnlyList<string> names, Sample sample, bool open)
    {
        if (names.Count == 0 && sample.UpperBound is null)
        {
            return;
        }

        text.Append('{');
        for (int i = 0; i < names.Count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(names[i]).Append("=\"").Append(Escape(sample.LabelValues[i], quotes: true)).Append('"');
        }

        if (sample.UpperBound is double bound)
        {
            // OpenMetrics asks for a canonical float: 1.0, not 1.
            string number = Number(bound) is var written && open && !written.AsSpan().ContainsAny(".eI") ? written + ".0" : Number(bound);
            text.Append(names.Count == 0 ? "" : ",").Append("le=\"").Append(number).Append('"');
        }

        text.Append('}');
    }

    private static string TypeName(MetricType type) => type switch
    {
        MetricType.Counter => "counter",
        MetricType.Gauge => "gauge",
        MetricType.Histogram => "histogram",
        _ => throw new InvalidOperationException($"no such type: {type}"),
    };

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');

    private static string Escape(string text, bool quotes)
    {
        text = text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        return quotes ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }
}
