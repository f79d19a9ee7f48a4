using MailGate.Observability.Metrics;
using NUnit.Framework;

namespace MailGate.Tests.Observability.Metrics;

internal sealed class MetricsTests
{
    [Test]
    public void What_is_not_in_a_closed_set_counts_as_other()
    {
        CounterFamily family = new MetricRegistry().Counter("a", "A.", LabelSet.Closed("verdict", "accept"));
        family.With("accept").Add();
        family.With("evil\"} 1").Add();
        family.With("more evil").Add();

        Assert.That(family.Samples().Select(s => (s.LabelValues[0], s.Value)), Is.EqualTo(new[] { ("accept", 1d), ("other", 2d) }));
    }

    [Test]
    public void A_set_of_configured_names_stops_growing_at_its_bound()
    {
        CounterFamily family = new MetricRegistry().Counter("a", "A.", LabelSet.Configured("rule", 100));
        for (int i = 0; i < 1000; i++)
        {
            family.With($"rule {i}").Add();
        }

        Assert.That(family.Samples().Count(), Is.EqualTo(100));
        Assert.That(family.Samples().Sum(s => s.Value), Is.EqualTo(1000));
    }

    [Test]
    public void Enums_are_label_values_in_snake_case()
    {
        Assert.That(LabelSet.Of<MetricType>("type").IndexOf("histogram"), Is.EqualTo(2));
    }

    [Test]
    public void The_same_labels_are_the_same_series_and_resolving_them_allocates_nothing()
    {
        HistogramFamily family = new MetricRegistry().Histogram("a", "A.", [1], LabelSet.Closed("x", "1"), LabelSet.Closed("y", "2"));
        Histogram first = family.With("1", "2");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            family.With("1", "2").Observe(0.5);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(family.With("1", "2"), Is.SameAs(first));
        Assert.That(first.Cumulative(), Is.EqualTo(new long[] { 100, 100 }));
    }

    [Test]
    public void A_name_exists_once_and_labels_must_be_complete()
    {
        var registry = new MetricRegistry();
        CounterFamily family = registry.Counter("a", "A.", LabelSet.Closed("x", "1"));

        Assert.That(() => registry.Gauge("a", "B."), Throws.InvalidOperationException);
        Assert.That(() => family.With(), Throws.ArgumentException);
    }

    [Test]
    public void Counting_from_many_threads_loses_nothing()
    {
        Histogram histogram = new([1]);
        Parallel.For(0, 10_000, _ => histogram.Observe(0.5));

        Assert.That((histogram.Cumulative()[^1], histogram.Sum), Is.EqualTo((10_000L, 5_000d)));
    }

    [Test]
    public void The_values_of_a_label_are_words_that_need_no_escaping()
    {
        var metrics = new GatewayMetrics(new MetricRegistry());

        Assert.That(metrics.Registry.Families.Select(f => f.Name), Has.All.Match("^mailgate_[a-z_]+$"));
        Assert.That(metrics.Registry.Families.Select(f => f.Help), Has.All.EndsWith("."));
        Assert.That(metrics.Registry.Families.Where(f => f.Type == MetricType.Counter).Select(f => f.Name), Has.None.EndsWith("_total"));
    }
}
