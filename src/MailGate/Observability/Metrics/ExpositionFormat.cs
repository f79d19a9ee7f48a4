using System.Globalization;

namespace MailGate.Observability.Metrics;

/// <summary>The formats in which metrics are given.</summary>
internal enum ExpositionFormat
{
    Prometheus,
    OpenMetrics,
}

/// <summary>Content types of the formats, and the choice between them.</summary>
internal static class ExpositionFormats
{
    public static string ContentType(this ExpositionFormat format) => format == ExpositionFormat.OpenMetrics
        ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>OpenMetrics when the Accept header (RFC 9110 §12.5.1) wants it at least as much as text, in a version that we write; else Prometheus text.</summary>
    public static ExpositionFormat Negotiate(string? accept)
    {
        double open = 0, text = 0;
        foreach (string range in (accept ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            string[] parts = range.Split(';', StringSplitOptions.TrimEntries);
            string version = Parameter(parts, "version") ?? "1.0.0";
            double quality = double.TryParse(Parameter(parts, "q"), NumberStyles.Float, CultureInfo.InvariantCulture, out double q) ? q : 1;
            switch (parts[0].ToLowerInvariant())
            {
                case "application/openmetrics-text" when version is "1.0.0" or "0.0.1":
                    open = Math.Max(open, quality);
                    break;
                case "text/plain" or "text/*" or "*/*":
                    text = Math.Max(text, quality);
                    break;
            }
        }

        return open > 0 && open >= text ? ExpositionFormat.OpenMetrics : ExpositionFormat.Prometheus;
    }

    private static string? Parameter(string[] parts, string name) =>
        parts.Skip(1).Select(p => p.Split('=', 2)).FirstOrDefault(p => p.Length == 2 && p[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1].Trim('"');
}
