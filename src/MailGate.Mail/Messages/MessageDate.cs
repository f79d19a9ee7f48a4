using System.Globalization;

namespace MailGate.Mail.Messages;

/// <summary>Reads the value of a Date field (RFC 5322 §3.3, with the obsolete forms of §4.3).</summary>
public static class MessageDate
{
    private const int MaxCharacters = 200;
    private const string Months = "janfebmaraprmayjunjulaugsepoctnovdec";

    /// <summary>The time, or null for anything that is not a date. The name of the day is not compared with the date.</summary>
    public static DateTimeOffset? Parse(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length > MaxCharacters)
        {
            return null;
        }

        string[] words = WithoutComments(value).Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
        // A word that begins with a letter at the front is the name of the day.
        int first = words.Length > 0 && char.IsAsciiLetter(words[0][0]) ? 1 : 0;
        if (words.Length - first is < 4 or > 5
            || !TryNumber(words[first], 1, 31, out int day)
            || MonthOf(words[first + 1]) is not { } month
            || YearOf(words[first + 2]) is not { } year
            || day > DateTime.DaysInMonth(year, month)
            || TimeOf(words[first + 3]) is not { } time
            || OffsetOf(words.Length - first == 5 ? words[first + 4] : "-0000") is not { } offset)
        {
            return null;
        }

        DateTime local = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified) + time;
        return local.Ticks - offset.Ticks >= DateTime.MinValue.Ticks && local.Ticks - offset.Ticks <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(local, offset)
            : null;
    }

    private static string WithoutComments(string value)
    {
        if (!value.Contains('(', StringComparison.Ordinal))
        {
            return value;
        }

        int depth = 0;
        return string.Create(value.Length, value, (output, source) =>
        {
            for (int i = 0; i < source.Length; i++)
            {
                depth += source[i] == '(' ? 1 : 0;
                output[i] = depth > 0 ? ' ' : source[i];
                depth -= source[i] == ')' && depth > 0 ? 1 : 0;
            }
        });
    }

    private static bool TryNumber(ReadOnlySpan<char> text, int min, int max, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= min && number <= max;

    private static int? MonthOf(string word)
    {
        int index = word.Length == 3 ? Months.IndexOf(word, StringComparison.OrdinalIgnoreCase) : -1;
        return index >= 0 && index % 3 == 0 ? (index / 3) + 1 : null;
    }

    // RFC 5322 §4.3: two digits below 50 are of this century, other two and three digits count from 1900.
    private static int? YearOf(string word) =>
        !TryNumber(word, 0, 9999, out int year) || word.Length is < 2 or > 4 ? null
        : word.Length == 4 ? (year > 0 ? year : null)
        : word.Length == 2 && year < 50 ? 2000 + year
        : 1900 + year;

    private static TimeSpan? TimeOf(string word)
    {
        string[] parts = word.Split(':');
        int second = 0;
        return parts.Length is 2 or 3
            && TryNumber(parts[0], 0, 23, out int hour)
            && TryNumber(parts[1], 0, 59, out int minute)
            && (parts.Length == 2 || TryNumber(parts[2], 0, 60, out second))
            ? new TimeSpan(hour, minute, Math.Min(second, 59))
            : null;
    }

    // RFC 5322 §4.3: zones by name, of which only these have a known meaning; a military letter or any other name is -0000.
    private static TimeSpan? OffsetOf(string zone)
    {
        if (zone is ['+' or '-', _, _, _, _])
        {
            return TryNumber(zone.AsSpan(1, 2), 0, 13, out int hours) && TryNumber(zone.AsSpan(3, 2), 0, 59, out int minutes)
                ? new TimeSpan(hours, minutes, 0) * (zone[0] == '-' ? -1 : 1)
                : zone is "+1400" ? TimeSpan.FromHours(14) : null;
        }

        return zone.ToUpperInvariant() switch
        {
            "EDT" => TimeSpan.FromHours(-4),
            "EST" or "CDT" => TimeSpan.FromHours(-5),
            "CST" or "MDT" => TimeSpan.FromHours(-6),
            "MST" or "PDT" => TimeSpan.FromHours(-7),
            "PST" => TimeSpan.FromHours(-8),
            _ => zone.All(char.IsAsciiLetter) ? TimeSpan.Zero : null,
        };
    }
}
