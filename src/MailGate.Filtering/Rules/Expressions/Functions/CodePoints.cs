using System.Text;

namespace MailGate.Filtering.Rules.Expressions.Functions;

/// <summary>Places in a string counted in code points, as expressions count them. Without surrogates both counts are the same, and nothing is walked.</summary>
internal static class CodePoints
{
    public static int Count(string text)
    {
        int surrogate = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (surrogate < 0)
        {
            return text.Length;
        }

        int count = surrogate;
        foreach (Rune _ in text.AsSpan(surrogate).EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    /// <summary>Where the code point of this number begins in the string; its length for the number after the last; -1 beyond.</summary>
    public static int ToIndex(string text, long codePoint)
    {
        if (codePoint < 0 || codePoint > text.Length)
        {
            return -1;
        }

        int surrogate = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (surrogate < 0 || codePoint <= surrogate)
        {
            return (int)codePoint;
        }

        int index = surrogate;
        for (long left = codePoint - surrogate; left > 0; left--)
        {
            if (index >= text.Length)
            {
                return -1;
            }

            index += LengthAt(text, index);
        }

        return index;
    }

    /// <summary>The number of the code point that begins at this index of the string.</summary>
    public static int FromIndex(string text, int index) => index < 0 ? -1 : Count(text[..index]);

    /// <summary>Characters of the code point that begins here: 1 or 2.</summary>
    public static int LengthAt(string text, int index) => Rune.TryGetRuneAt(text, index, out Rune rune) ? rune.Utf16SequenceLength : 1;
}
