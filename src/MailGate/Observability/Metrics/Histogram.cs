namespace MailGate.Observability.Metrics;

/// <summary>Counts of values by size.</summary>
internal sealed class Histogram(double[] upperBounds)
{
    private readonly long[] _counts = new long[upperBounds.Length + 1];
    private readonly Exemplar?[] _exemplars = new Exemplar?[upperBounds.Length + 1];
    private readonly Gauge _sum = new();

    public IReadOnlyList<double> UpperBounds => upperBounds;

    public double Sum => _sum.Value;

    public void Observe(double value) => Count(value);

    /// <summary>Observes a value and keeps it as exemplar of its bucket when the last one was exposed.</summary>
    public void Observe(double value, string transactionId)
    {
        int bucket = Count(value);
        if (_exemplars[bucket] is null or { IsExposed: true })
        {
            _exemplars[bucket] = new Exemplar(transactionId, value);
        }
    }

    /// <summary>Observes the time since a timestamp of the same provider, in seconds.</summary>
    public void ObserveSince(long timestamp, TimeProvider time) => Observe(time.GetElapsedTime(timestamp).TotalSeconds);

    /// <summary>How many values were at most each bound, and at the end how many there are in all.</summary>
    public long[] Cumulative()
    {
        long[] cumulative = new long[_counts.Length];
        long total = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            cumulative[i] = total += Interlocked.Read(ref _counts[i]);
        }

        return cumulative;
    }

    /// <summary>The exemplar of a bucket, or null; it counts as exposed.</summary>
    public Exemplar? ExemplarOf(int bucket)
    {
        Exemplar? exemplar = Volatile.Read(ref _exemplars[bucket]);
        if (exemplar is not null)
        {
            exemplar.IsExposed = true;
        }

        return exemplar;
    }

    private int Count(double value)
    {
        int bucket = 0;
        while (bucket < upperBounds.Length && value > upperBounds[bucket])
        {
            bucket++;
        }

        Interlocked.Increment(ref _counts[bucket]);
        _sum.Add(value);
        return bucket;
    }
}

internal sealed class HistogramFamily(string name, string help, double[] upperBounds, LabelSet[] sets) : MetricFamily<Histogram>(name, help, MetricType.Histogram, sets)
{
    protected override Histogram Create() => new(upperBounds);

    protected override IEnumerable<Sample> SamplesOf(Histogram series, IReadOnlyList<string> labelValues)
    {
        // _count is the last bucket, not a counter of its own: they can never disagree.
        long[] cumulative = series.Cumulative();
        for (int i = 0; i < cumulative.Length; i++)
        {
            yield return new Sample("_bucket", labelValues, cumulative[i], i < upperBounds.Length ? upperBounds[i] : double.PositiveInfinity, series.ExemplarOf(i));
        }

        yield return new Sample("_sum", labelValues, series.Sum);
        yield return new Sample("_count", labelValues, cumulative[^1]);
    }
}
