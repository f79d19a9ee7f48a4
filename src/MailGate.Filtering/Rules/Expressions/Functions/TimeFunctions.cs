using System.Globalization;
using MailGate.Filtering.Pipeline.Facts;
using T = MailGate.Filtering.Pipeline.Facts.FactType;

namespace MailGate.Filtering.Rules.Expressions.Functions;

/// <summary>Parts of timestamps, in UTC or in a time zone, and durations in whole units (CEL, "Date/Time Functions").</summary>
internal static class TimeFunctions
{
    private const long NanosPerMilli = 1_000_000;
    private const long NanosPerSecond = 1_000_000_000;

    public static void AddTo(FunctionTable table)
    {
        AddPart(table, "getFullYear", time => time.Year);
        AddPart(table, "getMonth", time => time.Month - 1);
        AddPart(table, "getDate", time => time.Day);
        AddPart(table, "getDayOfMonth", time => time.Day - 1);
        AddPart(table, "getDayOfWeek", time => (int)time.DayOfWeek);
        AddPart(table, "getDayOfYear", time => time.DayOfYear - 1);
        AddPart(table, "getHours", time => time.Hour);
        AddPart(table, "getMinutes", time => time.Minute);
        AddPart(table, "getSeconds", time => time.Second);
        AddPart(table, "getMilliseconds", time => time.Millisecond);
        AddUnit(table, "getHours", nanos => nanos / (3600 * NanosPerSecond));
        AddUnit(table, "getMinutes", nanos => nanos / (60 * NanosPerSecond));
        AddUnit(table, "getSeconds", nanos => nanos / NanosPerSecond);
        AddUnit(table, "getMilliseconds", nanos => nanos % NanosPerSecond / NanosPerMilli);
    }

    private static void AddPart(FunctionTable table, string name, Func<DateTime, int> part)
    {
        table.AddMember(name, [T.Timestamp], T.Int, (a, _) => FactValue.Of((long)part(ToUtc(a[0]))));
        table.AddMember(name, [T.Timestamp, T.String], T.Int, (a, _) =>
            TryShift(ToUtc(a[0]), a[1].AsString, out DateTime local) ? FactValue.Of((long)part(local)) : EvaluationErrors.UnknownZone);
    }

    private static void AddUnit(FunctionTable table, string name, Func<long, long> unit) =>
        table.AddMember(name, [T.Duration], T.Int, (a, _) => FactValue.Of(unit(a[0].DurationNanoseconds)));

    private static DateTime ToUtc(FactValue timestamp) =>
        DateTime.UnixEpoch.AddSeconds(timestamp.UnixSeconds).AddTicks(timestamp.Nanoseconds / TimeSpan.NanosecondsPerTick);

    // A name of the time zone database, or a fixed offset such as +02:00; near the ends of time the offset is not applied.
    private static bool TryShift(DateTime utc, string zone, out DateTime local)
    {
        local = utc;
        if (!TryGetOffset(utc, zone, out TimeSpan offset))
        {
            return false;
        }

        long ticks = utc.Ticks + offset.Ticks;
        local = ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks) : utc;
        return true;
    }

    private static bool TryGetOffset(DateTime utc, string zone, out TimeSpan offset)
    {
        ReadOnlySpan<char> digits = zone is ['+' or '-', ..] ? zone.AsSpan(1) : zone;
        if (digits is [_, _, ':', _, _])
        {
            bool isTime = TimeSpan.TryParseExact(digits, "hh\\:mm", CultureInfo.InvariantCulture, out offset);
            offset = zone[0] == '-' ? -offset : offset;
            return isTime;
        }

        offset = TimeSpan.Zero;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? found))
        {
            return false;
        }

        offset = found.GetUtcOffset(utc);
        return true;
    }
}
