using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>Checks the regular expressions of rules: the non-backtracking engine only, so that a match is linear in the text (ATTACKS C08).</summary>
internal static class RegexCompiler
{
    private const int MaxLength = 4096;

    /// <summary>False with the reason for what is no regular expression, or uses what cannot be matched in linear time.</summary>
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out LinearRegex? regex, out string error)
    {
        regex = null;
        error = "";
        if (pattern.Length > MaxLength)
        {
            error = $"the regular expression is longer than {MaxLength} characters";
            return false;
        }

        // RE2 writes a named group (?P<name>...).
        LinearRegex compiled = new(pattern.Replace("(?P<", "(?<", StringComparison.Ordinal));
        try
        {
            CheckSyntax(pattern.Replace("(?P<", "(?<", StringComparison.Ordinal));
            if (MayBeUnsupported(pattern))
            {
                compiled.Build();
            }

            regex = compiled;
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

    // The other engines share the parser and cost next to nothing to make; this one is not run.
    private static void CheckSyntax(string pattern) => _ = new Regex(pattern, RegexOptions.CultureInvariant);

    /// <summary>True unless the expression has nothing in it that the non-backtracking engine may refuse: then it need not be made now.</summary>
    private static bool MayBeUnsupported(string pattern)
    {
        for (int index = 0; index + 1 < pattern.Length; index++)
        {
            char next = pattern[index + 1];
            switch (pattern[index])
            {
                case '\\' when next is 'G' or 'k' or (>= '1' and <= '9'):
                    return true;
                case '\\':
                    index++;
                    break;
                // A count multiplies the size; groups other than (?:...), (?i...) and (?<name>...) are what is refused.
                case '{' when char.IsAsciiDigit(next):
                    return true;
                case '(' when next == '?' && index + 2 < pattern.Length && pattern[index + 2] is '=' or '!' or '>' or '(':
                    return true;
                case '(' when next == '?' && index + 3 < pattern.Length && pattern[index + 2] == '<' && pattern[index + 3] is '=' or '!':
                    return true;
            }
        }

        return false;
    }
}
