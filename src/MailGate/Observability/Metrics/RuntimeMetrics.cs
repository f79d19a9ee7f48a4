using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace MailGate.Observability.Metrics;

/// <summary>What .NET counts itself (its meter System.Runtime), under stable names.</summary>
internal sealed class RuntimeMetrics : IDisposable
{
    private const string MeterName = "System.Runtime";
    private const string Generation = "gc.heap.generation";
    private const string CpuMode = "cpu.mode";

    // Instrument, our name, label (OpenTelemetry's name; ours is its last part), type, help. Other instruments are not asked for.
    private static readonly (string Instrument, string Name, string? Label, MetricType Type, string Help)[] Known =
    [
        ("dotnet.process.cpu.time", "dotnet_process_cpu_seconds", CpuMode, MetricType.Counter, "CPU time by mode."),
        ("dotnet.process.memory.working_set", "dotnet_process_working_set_bytes", null, MetricType.Gauge, "Physical memory of the process."),
        ("dotnet.gc.collections", "dotnet_gc_collections", Generation, MetricType.Counter, "Garbage collections by generation."),
        ("dotnet.gc.heap.total_allocated", "dotnet_gc_allocated_bytes", null, MetricType.Counter, "Memory ever allocated on the heap."),
        ("dotnet.gc.last_collection.memory.committed_size", "dotnet_gc_committed_bytes", null, MetricType.Gauge, "Memory committed at the last collection."),
        ("dotnet.gc.last_collection.heap.size", "dotnet_gc_heap_bytes", Generation, MetricType.Gauge, "Heap size at the last collection by generation."),
        ("dotnet.gc.last_collection.heap.fragmentation.size", "dotnet_gc_fragmentation_bytes", Generation, MetricType.Gauge, "Free space in the heap at the last collection by generation."),
        ("dotnet.gc.pause.time", "dotnet_gc_pause_seconds", null, MetricType.Counter, "Time for which collections stopped the program."),
        ("dotnet.jit.compiled_methods", "dotnet_jit_compiled_methods", null, MetricType.Counter, "Methods compiled."),
        ("dotnet.monitor.lock_contentions", "dotnet_lock_contentions", null, MetricType.Counter, "Waits for a lock."),
        ("dotnet.thread_pool.thread.count", "dotnet_thread_pool_threads", null, MetricType.Gauge, "Threads of the pool."),
        ("dotnet.thread_pool.work_item.count", "dotnet_thread_pool_work_items", null, MetricType.Counter, "Work items done by the pool."),
        ("dotnet.thread_pool.queue.length", "dotnet_thread_pool_queue_length", null, MetricType.Gauge, "Work items that wait for a thread."),
        ("dotnet.timer.count", "dotnet_timers", null, MetricType.Gauge, "Timers that run."),
        ("dotnet.exceptions", "dotnet_exceptions", null, MetricType.Counter, "Exceptions thrown."),
    ];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Instrument, string Label), double> _values = new();
    private readonly Lock _reading = new();

    public RuntimeMetrics(MetricRegistry registry)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MeterName && Known.Any(k => k.Instrument == instrument.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();

        foreach ((string instrument, string name, string? label, MetricType type, string help) in Known)
        {
            string[] labels = label is null ? [] : [label[(label.LastIndexOf('.') + 1)..]];
            registry.Observed(name, help, type, labels, () => Read(instrument, labels.Length));
        }
    }

    public void Dispose() => _listener.Dispose();

    private IEnumerable<(string[] LabelValues, double Value)> Read(string instrument, int labels)
    {
        lock (_reading)
        {
            _listener.RecordObservableInstruments();
        }

        return _values.Where(v => v.Key.Instrument == instrument).OrderBy(v => v.Key.Label, StringComparer.Ordinal)
            .Select(v => (labels == 0 ? Array.Empty<string>() : [v.Key.Label], v.Value));
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string label = "";
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (tag.Key is Generation or CpuMode)
            {
                label = tag.Value?.ToString() ?? "";
            }
        }

        // An observable instrument reports its total, the others what is to be added.
        _values.AddOrUpdate((instrument.Name, label), value, (_, before) => instrument.IsObservable ? value : before + value);
    }
}
