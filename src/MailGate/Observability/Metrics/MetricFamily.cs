using System.Collections.Concurrent;

namespace MailGate.Observability.Metrics;

/// <summary>All series of one name.</summary>
internal abstract class MetricFamily(string name, string help, MetricType type, IReadOnlyList<string> labels)
{
    /// <summary>Without <c>_total</c> for counters.</summary>
    public string Name { get; } = name;

    public string Help { get; } = help;

    public MetricType Type { get; } = type;

    public IReadOnlyList<string> Labels { get; } = labels;

    /// <summary>The lines of this moment, each series once.</summary>
    public abstract IEnumerable<Sample> Samples();
}

/// <summary>A family whose series are made at their first use.</summary>
internal abstract class MetricFamily<TSeries>(string name, string help, MetricType type, LabelSet[] sets)
    : MetricFamily(name, help, type, [.. sets.Select(s => s.Name)])
    where TSeries : class
{
    private const int BitsPerLabel = 15;
    private const int MaxLabels = 4;

    private readonly ConcurrentDictionary<long, TSeries> _series = new();
    private readonly LabelSet[] _sets = sets.Length <= MaxLabels ? sets : throw new ArgumentException("too many labels", nameof(sets));

    /// <summary>The series for these label values, in the order of the labels. Keep it where it is used often.</summary>
    public TSeries With(params ReadOnlySpan<string> values)
    {
        if (values.Length != _sets.Length)
        {
            throw new ArgumentException($"{Name} has {_sets.Length} labels", nameof(values));
        }

        long key = 0;
        for (int i = 0; i < values.Length; i++)
        {
            key = (key << BitsPerLabel) | (long)_sets[i].IndexOf(values[i]);
        }

        return _series.TryGetValue(key, out TSeries? series) ? series : _series.GetOrAdd(key, _ => Create());
    }

    public override IEnumerable<Sample> Samples() =>
        _series.OrderBy(s => s.Key).SelectMany(s => SamplesOf(s.Value, LabelValues(s.Key)));

    protected abstract TSeries Create();

    protected abstract IEnumerable<Sample> SamplesOf(TSeries series, IReadOnlyList<string> labelValues);

    private string[] LabelValues(long key)
    {
        string[] values = new string[_sets.Length];
        for (int i = values.Length - 1; i >= 0; i--)
        {
            values[i] = _sets[i].ValueAt((int)(key & ((1 << BitsPerLabel) - 1)));
            key >>= BitsPerLabel;
        }

        return values;
    }
}
