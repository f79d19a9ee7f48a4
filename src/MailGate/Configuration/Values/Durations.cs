using System.Globalization;
using System.Text;

namespace MailGate.Configuration.Values;

/// <summary>Times as administrators write them: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>14d</c>, <c>2w</c>. A unit is always needed.</summary>
internal static class Durations
{
    private static readonly TimeSpan Max = TimeSpan.FromDays(3650);

    private static readonly (string Suffix, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)), ("w", TimeSpan.FromDays(7)),
    ];

    public static bool TryParse(string text, string folder, out TimeSpan value, out string? problem)
    {
        (value, problem) = (TimeSpan.Zero, null);
        ReadOnlySpan<char> rest = text;
        if (!rest.IsEmpty && rest.IndexOfAnyExceptInRange('0', '9') < 0)
        {
            problem = $"expected a time with its unit, found '{text}'; write {text}s for seconds or {text}m for minutes";
            return false;
        }

        while (!rest.IsEmpty)
        {
            int digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || !long.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                return false;
            }

            rest = rest[digits..];
            int letters = rest.IndexOfAnyInRange('0', '9') is var next and >= 0 ? next : rest.Length;
            string unit = rest[..letters].ToString();
            TimeSpan length = Units.FirstOrDefault(u => u.Suffix == unit).Length;
            if (length == TimeSpan.Zero)
            {
                return false;
            }

            if (number > (Max - value).Ticks / length.Ticks)
            {
                problem = $"{text} is more than ten years";
                return false;
            }

            value += number * length;
            rest = rest[letters..];
        }

        return text.Length > 0;
    }

    public static string Format(TimeSpan value)
    {
        var text = new StringBuilder();
        foreach ((string suffix, TimeSpan length) in Units.SkipLast(1).Reverse())
        {
            if (value >= length)
            {
                text.Append(CultureInfo.InvariantCulture, $"{value.Ticks / length.Ticks}{suffix}");
                value = new TimeSpan(value.Ticks % length.Ticks);
            }
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }
}
