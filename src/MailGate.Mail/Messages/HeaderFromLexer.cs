using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MailGate.Mail.Messages;

/// <summary>Splits the value of a From field into tokens, in one pass.</summary>
internal static class HeaderFromLexer
{
    // Longer encoded-words than RFC 2047 §2 allows occur; the bound keeps the search linear.
    private const int LongestEncodedWord = 256;
    private static readonly SearchValues<char> Delimiters = SearchValues.Create(" \t()<>@,;:\\\"[]");

    /// <summary>Reads all tokens; <paramref name="reason"/> says what is wrong otherwise.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out List<HeaderFromToken>? tokens, out string reason)
    {
        tokens = null;
        reason = "";
        List<HeaderFromToken> found = [];
        int position = 0;
        while (position < text.Length)
        {
            char c = text[position];
            if (c is ' ' or '\t')
            {
                position++;
                continue;
            }

            HeaderFromToken token;
            switch (c)
            {
                case '"' when TryReadQuoted(text, position, out token):
                case '(' when TryReadComment(text, position, out token):
                    break;
                case '"' or '(' or ')' or '\\':
                    reason = $"an unbalanced '{c}'";
                    return false;
                case '<' or '>' or '@' or ',' or ';' or ':' or '[' or ']':
                    token = new(HeaderFromTokenKind.Special, position, position + 1, text.Substring(position, 1));
                    break;
                default:
                    token = ReadRun(text, position);
                    break;
            }

            found.Add(token);
            position = token.End;
        }

        tokens = found;
        return true;
    }

    private static HeaderFromToken ReadRun(string text, int start)
    {
        ReadOnlySpan<char> rest = text.AsSpan(start);
        int encoded = EncodedWordLength(rest);
        if (encoded > 0)
        {
            return new(HeaderFromTokenKind.EncodedWord, start, start + encoded, text.Substring(start, encoded));
        }

        int length = rest.IndexOfAny(Delimiters);
        length = length < 0 ? rest.Length : length;
        return new(HeaderFromTokenKind.Atom, start, start + length, text.Substring(start, length));
    }

    // encoded-word = "=?" charset "?" encoding "?" encoded-text "?=", without white space (RFC 2047 §2); 0 when there is none here.
    private static int EncodedWordLength(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("=?"))
        {
            return 0;
        }

        text = text[..Math.Min(text.Length, LongestEncodedWord)];
        int space = text.IndexOfAny(' ', '\t');
        text = space < 0 ? text : text[..space];
        int charsetEnd = text[2..].IndexOf('?') + 2;
        if (charsetEnd <= 2 || charsetEnd + 2 >= text.Length || text[charsetEnd + 2] != '?' || (text[charsetEnd + 1] | 0x20) is not ('b' or 'q'))
        {
            return 0;
        }

        int end = text[(charsetEnd + 3)..].IndexOf('?') + charsetEnd + 3;
        return end > charsetEnd + 2 && end + 1 < text.Length && text[end + 1] == '=' ? end + 2 : 0;
    }

    private static bool TryReadQuoted(string text, int start, out HeaderFromToken token)
    {
        StringBuilder content = new();
        for (int i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                token = new(HeaderFromTokenKind.QuotedString, start, i + 1, content.ToString());
                return true;
            }

            if (text[i] == '\\' && ++i == text.Length)
            {
                break;
            }

            content.Append(text[i]);
        }

        token = default;
        return false;
    }

    // Comments nest (RFC 5322 §3.2.2); counted, not recursed into.
    private static bool TryReadComment(string text, int start, out HeaderFromToken token)
    {
        int depth = 0;
        for (int i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '(':
                    depth++;
                    break;
                case ')' when --depth == 0:
                    token = new(HeaderFromTokenKind.Comment, start, i + 1, text[(start + 1)..i]);
                    return true;
            }
        }

        token = default;
        return false;
    }
}
