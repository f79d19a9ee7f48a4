namespace MailGate.Observability.Metrics;

/// <summary>A number that only grows.</summary>
internal sealed class Counter
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Add(long increment = 1) => Interlocked.Add(ref _value, increment);
}

internal sealed class CounterFamily(string name, string help, LabelSet[] sets) : MetricFamily<Counter>(name, help, MetricType.Counter, sets)
{
    protected override Counter Create() => new();

    protected override IEnumerable<Sample> SamplesOf(Counter series, IReadOnlyList<string> labelValues) => [new Sample("_total", labelValues, series.Value)];
}
