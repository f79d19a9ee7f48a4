namespace MailGate.Filtering.Scoring.Features;

/// <summary>Whether a name was made by a person or by a machine.</summary>
internal static class NameShape
{
    /// <summary>True for a label that reads like random letters: long runs of consonants, or letters and digits mixed.</summary>
    public static bool IsRandom(ReadOnlySpan<char> label)
    {
        if (label.Length < 6 || label.StartsWith("xn--"))
        {
            return false;
        }

        int consonants = 0, longest = 0, vowels = 0, changes = 0, digits = 0;
        for (int i = 0; i < label.Length; i++)
        {
            char c = char.ToLowerInvariant(label[i]);
            bool isDigit = char.IsAsciiDigit(c);
            digits += isDigit ? 1 : 0;
            changes += i > 0 && isDigit != char.IsAsciiDigit(label[i - 1]) && c != '-' && label[i - 1] != '-' ? 1 : 0;
            if (c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y')
            {
                vowels++;
                consonants = 0;
            }
            else
            {
                consonants = char.IsAsciiLetter(c) ? consonants + 1 : 0;
                longest = Math.Max(longest, consonants);
            }
        }

        return longest >= 5 || changes >= 3 || (digits >= 4 && digits < label.Length && changes >= 2) || (vowels == 0 && digits < label.Length && label.Length >= 7);
    }
}
