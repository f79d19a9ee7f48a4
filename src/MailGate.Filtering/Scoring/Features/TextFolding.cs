using MailGate.Mail.Messages.Urls;

namespace MailGate.Filtering.Scoring.Features;

/// <summary>
/// Text as it looks: in lower case, look-alikes as the letter they stand for, nothing that shows nothing, digits alike, white space as one blank.
/// Tricks that leave the look of a text unchanged leave the folded text unchanged.
/// </summary>
public static class TextFolding
{
    private const char Dropped = '\0';
    private const char Symbol = '\u2605';
    private static readonly char[] Table = Build();

    /// <summary>Folds <paramref name="text"/> into <paramref name="folded"/>, as far as that has room, and returns the characters written.</summary>
    public static int Fold(ReadOnlySpan<char> text, Span<char> folded) => Fold(text, folded, out _, out _);

    /// <summary>As <see cref="Fold(ReadOnlySpan{char}, Span{char})"/>.</summary>
    /// <param name="invisible">Characters that show nothing and stood between letters.</param>
    /// <param name="lookAlikes">Words that mix ASCII letters with look-alikes of such letters from other scripts.</param>
    public static int Fold(ReadOnlySpan<char> text, Span<char> folded, out int invisible, out int lookAlikes)
    {
        char[] table = Table;
        int written = 0;
        char last = ' ';
        int letters = 0, foreign = 0;
        invisible = lookAlikes = 0;
        for (int i = 0; i < text.Length && written < folded.Length; i++)
        {
            char c = text[i];
            char f = table[c];
            if (c >= 128)
            {
                if (c == '\uD835' && i + 1 < text.Length)
                {
                    f = MathematicalLetter(text[++i]);
                    foreign++;
                }
                else if (f == Dropped)
                {
                    // Joiners belong to the writing of scripts from Hebrew on.
                    invisible += last is not ' ' and < '\u0590' && c is not ('\uFE0F' or '\u200D') && !char.IsLowSurrogate(c) ? 1 : 0;
                    continue;
                }
                else if (f < 128 && IsForeign(c))
                {
                    foreign++;
                }
            }

            if (f == ' ')
            {
                lookAlikes += letters > 0 && foreign > 0 ? 1 : 0;
                letters = foreign = 0;
                if (last == ' ')
                {
                    continue;
                }
            }
            else if (c < 128 && char.IsAsciiLetter(c))
            {
                letters++;
            }

            folded[written++] = last = f;
        }

        return written;
    }

    // Greek and Cyrillic stand for Latin letters only in words that have those too.
    private static bool IsForeign(char c) => c is (>= '\u0370' and <= '\u052F') or (>= '\u0530' and <= '\u058F') or (>= '\u13A0' and <= '\u13FF') or (>= '\u1D00' and <= '\u1D7F')
        or (>= '\uA700' and <= '\uA7FF') or (>= '\uAB30' and <= '\uAB6F');

    private static char MathematicalLetter(char low)
    {
        int offset = low - 0xDC00;
        return offset is >= 0 and < 676 ? (char)('a' + (offset % 26)) : offset is >= 0x3CE and <= 0x3FF ? '0' : Symbol;
    }

    private static char[] Build()
    {
        char[] table = new char[65536];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = FoldOne((char)i);
        }

        return table;
    }

    private static char FoldOne(char c)
    {
        if (char.IsLowSurrogate(c) || Confusables.IsInvisible(c) || c is (>= '\u0300' and <= '\u036F') or '\uFFFC')
        {
            return Dropped;
        }

        if (char.IsWhiteSpace(c) || char.IsControl(c) || c == '\u2800')
        {
            return ' ';
        }

        if (char.IsHighSurrogate(c))
        {
            return Symbol;
        }

        // Compatibility forms: full-width and circled letters.
        c = c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c is >= '\u24B6' and <= '\u24E9' ? (char)('a' + ((c - 0x24B6) % 26)) : c;
        c = c is '\u2018' or '\u2019' or '\u201B' ? '\'' : c is '\u201C' or '\u201D' or '\u201E' or '\u00AB' or '\u00BB' ? '"' : c;
        c = char.ToLowerInvariant(Confusables.Fold(char.ToLowerInvariant(Confusables.Fold(c))));
        return char.IsDigit(c) ? '0' : c;
    }
}
