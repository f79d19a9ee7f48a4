using System.Globalization;

namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>Timestamps and durations from text, to the nanosecond.</summary>
public static class FactTime
{
    /// <summary>First and last second that a timestamp can have: the years 1 to 9999 (CEL, "Overflow").</summary>
    public const long MinSeconds = -62135596800;

    public const long MaxSeconds = 253402300799;

    private const long NanosPerSecond = 1_000_000_000;
    private const int FractionDigits = 9;

    /// <summary>RFC 3339 with up to nine digits of fraction; false for anything else and outside of the years 1 to 9999.</summary>
    public static bool TryParseTimestamp(ReadOnlySpan<char> text, out FactValue value)
    {
        value = default;
        const string Shape = "0000-00-00T00:00:00";
        if (text.Length <= Shape.Length
            || !DateTime.TryParseExact(
                text[..Shape.Length], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
        {
            return false;
        }

        text = text[Shape.Length..];
        if (!TryTakeFraction(ref text, out int nanos) || !TryParseOffset(text, out int offsetMinutes))
        {
            return false;
        }

        long seconds = local.Ticks / TimeSpan.TicksPerSecond + MinSeconds - offsetMinutes * 60L;
        value = FactValue.Timestamp(seconds, nanos);
        return seconds is >= MinSeconds and <= MaxSeconds;
    }

    /// <summary>Numbers with units h, m, s, ms, us and ns, such as <c>1h30m</c> or <c>-1.5s</c>, or <c>0</c>; false for anything else and beyond 292 years.</summary>
    public static bool TryParseDuration(ReadOnlySpan<char> text, out FactValue value)
    {
        value = default;
        bool negative = text is ['-', ..];
        text = text is ['-' or '+', ..] ? text[1..] : text;
        if (text is "0")
        {
            value = FactValue.Duration(0);
            return true;
        }

        Int128 total = 0;
        bool any = false;
        while (!text.IsEmpty)
        {
            if (!TryTakeTerm(ref text, out Int128 nanos))
            {
                return false;
            }

            any = true;
            total += nanos;
        }

        total = negative ? -total : total;
        if (!any || total < long.MinValue || total > long.MaxValue)
        {
            return false;
        }

        value = FactValue.Duration((long)total);
        return true;
    }

    private static bool TryTakeTerm(ref ReadOnlySpan<char> text, out Int128 nanos)
    {
        nanos = 0;
        int digits = text.IndexOfAnyExceptInRange('0', '9');
        // Eighteen digits of nanoseconds are 31 years; more could overflow on the way.
        if (digits is < 0 or > 18)
        {
            return false;
        }

        long whole = 0;
        if (digits > 0 && !long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out whole))
        {
            return false;
        }

        text = text[digits..];
        bool hasFraction = text is ['.', ..];
        if (!TryTakeFraction(ref text, out int fraction) || (digits == 0 && !hasFraction) || !TryTakeUnit(ref text, out long unit))
        {
            return false;
        }

        nanos = (Int128)whole * unit + (Int128)fraction * unit / NanosPerSecond;
        return true;
    }

    private static bool TryTakeUnit(ref ReadOnlySpan<char> text, out long nanos)
    {
        (nanos, int length) = text switch
        {
            ['n', 's', ..] => (1L, 2),
            ['u' or 'µ', 's', ..] => (1_000L, 2),
            ['m', 's', ..] => (1_000_000L, 2),
            ['s', ..] => (NanosPerSecond, 1),
            ['m', ..] => (60 * NanosPerSecond, 1),
            ['h', ..] => (3600 * NanosPerSecond, 1),
            _ => (0L, 0),
        };
        text = text[length..];
        return length > 0;
    }

    // A fraction in billionths; digits beyond the ninth are below what is kept.
    private static bool TryTakeFraction(ref ReadOnlySpan<char> text, out int billionths)
    {
        billionths = 0;
        if (text is not ['.', ..])
        {
            return true;
        }

        text = text[1..];
        int digits = text.IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? text.Length : digits;
        for (int index = 0; index < FractionDigits; index++)
        {
            billionths = billionths * 10 + (index < digits ? text[index] - '0' : 0);
        }

        text = text[digits..];
        return digits > 0;
    }

    private static bool TryParseOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text is not ['+' or '-', _, _, ':', _, _]
            || !int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out int hours)
            || !int.TryParse(text[4..6], NumberStyles.None, CultureInfo.InvariantCulture, out minutes)
            || hours > 23 || minutes > 59)
        {
            return false;
        }

        minutes += hours * 60;
        minutes = text[0] == '-' ? -minutes : minutes;
        return true;
    }
}
