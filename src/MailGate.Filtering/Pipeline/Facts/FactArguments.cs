using MailGate.Filtering.Checks;

namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>Checks the literals that rules give to functions, so that a mistake is found when the rule is loaded.</summary>
internal static class FactArguments
{
    private const int MaxHeaderName = 76;
    private const long MaxWindowNanoseconds = 30L * 24 * 3600 * 1_000_000_000;

    /// <summary>RFC 5322 §3.6.8: a field name is printable US-ASCII without a colon.</summary>
    public static string? CheckHeaderName(int place, FactValue value)
    {
        string name = value.AsString;
        return name.Length is > 0 and <= MaxHeaderName && !name.AsSpan().ContainsAnyExceptInRange('!', '~') && !name.Contains(':', StringComparison.Ordinal)
            ? null
            : $"'{name}' is not the name of a header field";
    }

    /// <summary>The zone, perhaps with the answers that count, as Postfix writes it.</summary>
    public static string? CheckDnsList(int place, FactValue value) =>
        place > 0 || DnsblQuery.TryParse(value.AsString, out _, out string? problem) ? null : $"'{value}' is not a DNS list: {problem}";

    /// <summary>The kind is a word, the window a time of up to 30 days.</summary>
    public static string? CheckRate(int place, FactValue value)
    {
        string text = value.AsString;
        return place switch
        {
            0 when text.Length is 0 or > 32 || text.AsSpan().ContainsAnyExceptInRange('_', 'z') => $"'{text}' is not a kind of counter: small letters and _",
            2 when !FactTime.TryParseDuration(text, out FactValue window) => $"'{text}' is not a time such as 10m or 24h",
            2 when FactTime.TryParseDuration(text, out FactValue window) && window.DurationNanoseconds is <= 0 or > MaxWindowNanoseconds => $"'{text}' is not between 0 and 720h",
            _ => null,
        };
    }
}
