using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>Compiles the regular expressions of rules: the non-backtracking engine only, so that a match is linear in the text (ATTACKS C08).</summary>
internal static class RegexCompiler
{
    private const int MaxLength = 4096;

    /// <summary>False with the reason for what is no regular expression, or uses what cannot be matched in linear time.</summary>
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out Regex? regex, out string error)
    {
        regex = null;
        error = "";
        if (pattern.Length > MaxLength)
        {
            error = $"the regular expression is longer than {MaxLength} characters";
            return false;
        }

        try
        {
            // RE2 writes a named group (?P<name>...).
            regex = new Regex(
                pattern.Replace("(?P<", "(?<", StringComparison.Ordinal), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (RegexParseException exception)
        {
            error = $"not a regular expression: {exception.Error} at character {exception.Offset}";
        }
        catch (NotSupportedException)
        {
            error = "the regular expression uses look-around, back-references or atomic groups, or is too large: these cannot be matched in linear time";
        }
        catch (ArgumentException exception)
        {
            error = $"not a regular expression: {exception.Message}";
        }

        return false;
    }
}
