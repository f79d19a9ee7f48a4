namespace MailGate.Observability.Metrics;

/// <summary>Types of the exposition formats.</summary>
internal enum MetricType
{
    Counter,
    Gauge,
    Histogram,
}
