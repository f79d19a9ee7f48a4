using System.Buffers;
using System.Text.RegularExpressions;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>
/// A regular expression of a rule. The non-backtracking engine takes some hundred kilobytes and a millisecond or more for each expression, so it is made when a text
/// first holds what every match must hold; most expressions of a large rule set never get that far, and are answered by a plain search.
/// </summary>
internal sealed class LinearRegex
{
    private readonly string _pattern;
    private readonly SearchValues<string>? _required;
    private Regex? _regex;

    public LinearRegex(string pattern)
    {
        _pattern = pattern;
        if (RequiredLiteral.Find(pattern, out bool ignoresCase) is { } literal)
        {
            _required = SearchValues.Create([literal], ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        }
    }

    /// <summary>Makes the engine now.</summary>
    /// <exception cref="NotSupportedException">The expression uses what cannot be matched in linear time, or is too large.</exception>
    public Regex Build() => _regex ??= new Regex(_pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Whether some part of the text matches; null when the expression turns out to be unusable.</summary>
    public bool? IsMatch(string text)
    {
        if (_required is not null && !text.AsSpan().ContainsAny(_required))
        {
            return false;
        }

        try
        {
            return Build().IsMatch(text);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
