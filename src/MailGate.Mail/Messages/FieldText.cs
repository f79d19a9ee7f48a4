using System.Buffers;
using System.Text;

namespace MailGate.Mail.Messages;

/// <summary>Turns any text, also an attacker's, into the tokens of structured header fields. Nothing that comes out can end a token early or a line.</summary>
internal static class FieldText
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    // RFC 2045 §5.1: any CHAR except SPACE, CTLs and tspecials.
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(Alphanumeric + "!#$%&'*+-.^_`{|}~");

    /// <summary>The characters of a token with those of RFC 6532 beyond ASCII; controls are no part of it.</summary>
    public static readonly SearchValues<char> TokenOrBeyondAscii = SearchValues.Create(
        Alphanumeric + "!#$%&'*+-.^_`{|}~" + string.Concat(Enumerable.Range(0xA0, 0x10000 - 0xA0).Select(c => (char)c)));

    // RFC 5322 §3.2.3.
    private static readonly SearchValues<char> Atext = SearchValues.Create(Alphanumeric + "!#$%&'*+-/=?^_`{|}~");

    /// <summary>True for a token of RFC 2045 §5.1.</summary>
    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenCharacters);

    /// <summary>True for a dot-atom of RFC 5322 §3.2.3.</summary>
    public static bool IsDotAtom(ReadOnlySpan<char> text)
    {
        foreach (Range range in text.Split('.'))
        {
            if (text[range].IsEmpty || text[range].ContainsAnyExcept(Atext))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when a quoted-string can hold the text: visible US-ASCII and spaces.</summary>
    public static bool IsPrintable(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange(' ', '~');

    /// <summary>The text with every character that is not <see cref="IsPrintable"/> made a question mark, cut to a length that fits a line.</summary>
    public static string Printable(string text, int maxLength = 200)
    {
        if (text.Length <= maxLength && IsPrintable(text))
        {
            return text;
        }

        return string.Create(Math.Min(text.Length, maxLength), text, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = source[i] is >= ' ' and <= '~' ? source[i] : '?';
            }
        });
    }

    /// <summary>A quoted-string (RFC 5322 §3.2.4).</summary>
    public static string Quote(string text) => $"\"{Escape(Printable(text), '"', '"')}\"";

    /// <summary>The text itself where it is a dot-atom, else a quoted-string.</summary>
    public static string DotAtomOrQuoted(string text) => text.Length <= 200 && IsDotAtom(text) ? text : Quote(text);

    /// <summary>What may stand between the parentheses of a comment (RFC 5322 §3.2.2).</summary>
    public static string CommentContent(string text) => Escape(Printable(text), '(', ')');

    private static string Escape(string text, char one, char other)
    {
        if (!text.AsSpan().ContainsAny('\\', one, other))
        {
            return text;
        }

        StringBuilder escaped = new(text.Length + 8);
        foreach (char c in text)
        {
            if (c == '\\' || c == one || c == other)
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }
}
