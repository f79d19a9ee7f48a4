namespace MailGate.Observability.Metrics;

/// <summary>A family whose values are asked for when it is read: sizes, times of expiry, what the runtime counts.</summary>
internal sealed class ObservedFamily(string name, string help, MetricType type, IReadOnlyList<string> labels, Func<IEnumerable<(string[] LabelValues, double Value)>> observe)
    : MetricFamily(name, help, type, labels)
{
    public override IEnumerable<Sample> Samples() =>
        observe().Select(o => new Sample(Type == MetricType.Counter ? "_total" : "", o.LabelValues, o.Value));
}
