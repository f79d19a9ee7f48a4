using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>Sums and differences of timestamps and durations, within the ranges of CEL, "Overflow".</summary>
internal static class TimeMath
{
    private const long NanosPerSecond = 1_000_000_000;

    public static FactValue Add(FactValue x, FactValue y) => (x.Kind, y.Kind) switch
    {
        (FactKind.Timestamp, FactKind.Duration) => Timestamp(Nanos(x) + y.DurationNanoseconds),
        (FactKind.Duration, FactKind.Timestamp) => Timestamp(Nanos(y) + x.DurationNanoseconds),
        (FactKind.Duration, FactKind.Duration) => Duration((Int128)x.DurationNanoseconds + y.DurationNanoseconds),
        _ => EvaluationErrors.NoOverload,
    };

    public static FactValue Subtract(FactValue x, FactValue y) => (x.Kind, y.Kind) switch
    {
        (FactKind.Timestamp, FactKind.Duration) => Timestamp(Nanos(x) - y.DurationNanoseconds),
        (FactKind.Timestamp, FactKind.Timestamp) => Duration(Nanos(x) - Nanos(y)),
        (FactKind.Duration, FactKind.Duration) => Duration((Int128)x.DurationNanoseconds - y.DurationNanoseconds),
        _ => EvaluationErrors.NoOverload,
    };

    private static Int128 Nanos(FactValue timestamp) => (Int128)timestamp.UnixSeconds * NanosPerSecond + timestamp.Nanoseconds;

    private static FactValue Timestamp(Int128 nanos)
    {
        Int128 shifted = nanos - (Int128)FactTime.MinSeconds * NanosPerSecond;
        long seconds = shifted < 0 ? -1 : (long)(shifted / NanosPerSecond);
        return seconds < 0 || seconds > FactTime.MaxSeconds - FactTime.MinSeconds
            ? EvaluationErrors.Overflow
            : FactValue.Timestamp(seconds + FactTime.MinSeconds, (int)(shifted % NanosPerSecond));
    }

    private static FactValue Duration(Int128 nanos) =>
        nanos < long.MinValue || nanos > long.MaxValue ? EvaluationErrors.Overflow : FactValue.Duration((long)nanos);
}
