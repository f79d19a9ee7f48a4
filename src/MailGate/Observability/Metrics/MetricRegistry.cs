using System.Collections.Concurrent;

namespace MailGate.Observability.Metrics;

/// <summary>
/// All metrics of the program. Values are counted through handles that are resolved once (a dictionary look-up for each value costs more than the
/// value), and written by <see cref="ExpositionWriter"/>.
/// </summary>
internal sealed class MetricRegistry
{
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);

    /// <summary>By name.</summary>
    public IReadOnlyList<MetricFamily> Families => [.. _families.Values.OrderBy(f => f.Name, StringComparer.Ordinal)];

    /// <param name="name">Without <c>_total</c>.</param>
    public CounterFamily Counter(string name, string help, params LabelSet[] labels) => Add(new CounterFamily(name, help, labels));

    public GaugeFamily Gauge(string name, string help, params LabelSet[] labels) => Add(new GaugeFamily(name, help, labels));

    /// <param name="upperBounds">Ascending, without infinity.</param>
    public HistogramFamily Histogram(string name, string help, double[] upperBounds, params LabelSet[] labels) => Add(new HistogramFamily(name, help, upperBounds, labels));

    /// <summary>A value that is asked for at each reading.</summary>
    public void Observed(string name, string help, MetricType type, Func<double> value) =>
        Add(new ObservedFamily(name, help, type, [], () => [([], value())]));

    /// <summary>Values that are asked for at each reading; the caller gives each combination of labels once, out of bounded sets.</summary>
    public void Observed(string name, string help, MetricType type, IReadOnlyList<string> labels, Func<IEnumerable<(string[] LabelValues, double Value)>> values) =>
        Add(new ObservedFamily(name, help, type, labels, values));

    private T Add<T>(T family)
        where T : MetricFamily =>
        _families.TryAdd(family.Name, family) ? family : throw new InvalidOperationException($"the metric {family.Name} exists already");
}
