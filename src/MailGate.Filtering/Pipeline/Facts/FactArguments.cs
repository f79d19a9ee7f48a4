using MailGate.Filtering.Checks;

namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>Checks the literals that rules give to functions, so that a mistake is found when the rule is loaded.</summary>
internal static class FactArguments
{
    private const int MaxHeaderName = 76;

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

    /// <summary>The kind is a word, the window a time that can be looked back on.</summary>
    public static string? CheckRate(int place, FactValue value)
    {
        string text = value.AsString;
        return place switch
        {
            0 when text.Length is 0 or > 32 || text.AsSpan().ContainsAnyExceptInRange('_', 'z') => $"'{text}' is not a kind of counter: small letters and _",
            2 when RateCheck.ParseWindow(text) is null => $"'{text}' is not a time between 1s and 31d, such as 10m, 24h or 7d",
            _ => null,
        };
    }
}
