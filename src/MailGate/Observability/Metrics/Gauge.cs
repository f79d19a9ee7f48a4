namespace MailGate.Observability.Metrics;

/// <summary>A number that goes up and down.</summary>
internal sealed class Gauge
{
    private double _value;

    public double Value => Volatile.Read(ref _value);

    public void Set(double value) => Volatile.Write(ref _value, value);

    public void Add(double change)
    {
        double seen = Volatile.Read(ref _value);
        while (true)
        {
            double before = Interlocked.CompareExchange(ref _value, seen + change, seen);
            if (before.Equals(seen))
            {
                return;
            }

            seen = before;
        }
    }
}

internal sealed class GaugeFamily(string name, string help, LabelSet[] sets) : MetricFamily<Gauge>(name, help, MetricType.Gauge, sets)
{
    protected override Gauge Create() => new();

    protected override IEnumerable<Sample> SamplesOf(Gauge series, IReadOnlyList<string> labelValues) => [new Sample("", labelValues, series.Value)];
}
