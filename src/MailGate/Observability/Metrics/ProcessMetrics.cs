using System.Diagnostics;

namespace MailGate.Observability.Metrics;

/// <summary>The process metrics that every Prometheus client has.</summary>
internal static class ProcessMetrics
{
    private const string Descriptors = "/proc/self/fd";

    public static void Register(MetricRegistry registry)
    {
        registry.Observed("process_cpu_seconds", "CPU time.", MetricType.Counter, () => Environment.CpuUsage.TotalTime.TotalSeconds);
        registry.Observed("process_resident_memory_bytes", "Physical memory.", MetricType.Gauge, () => Environment.WorkingSet);
        registry.Observed("process_start_time_seconds", "Start of the process, in seconds since 1970.", MetricType.Gauge, StartTime);
        if (Directory.Exists(Descriptors))
        {
            registry.Observed("process_open_fds", "Open file descriptors.", MetricType.Gauge, () => Directory.EnumerateFileSystemEntries(Descriptors).Count());
            registry.Observed("process_max_fds", "Most file descriptors that may be open.", MetricType.Gauge, MaxDescriptors);
        }
    }

    private static double StartTime()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
    }

    private static double MaxDescriptors()
    {
        // Max open files            1024                 1048576              files
        string? line = File.ReadLines("/proc/self/limits").FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        string[] fields = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return fields.Length > 3 && double.TryParse(fields[3], System.Globalization.CultureInfo.InvariantCulture, out double max) ? max : double.PositiveInfinity;
    }
}
