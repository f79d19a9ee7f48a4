using System.Globalization;
using System.Text;
using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Syntax;

/// <summary>String and bytes literals with their escapes (CEL, "String and Bytes Values").</summary>
internal static class StringLiteral
{
    private const string SimpleEscapes = "abfnrtv\\?\"'`";
    private const string SimpleValues = "\a\b\f\n\r\t\v\\?\"'`";

    /// <summary>True when a quote, perhaps after a prefix r, b, rb or br in any case, stands here.</summary>
    public static bool StartsAt(string text, int position)
    {
        int quote = position + PrefixLength(text, position);
        return quote < text.Length && text[quote] is '"' or '\'';
    }

    /// <summary>Reads the literal at <paramref name="position"/> and moves past it.</summary>
    public static bool TryRead(string text, ref int position, out FactValue value, out ExpressionError error)
    {
        int start = position;
        ReadOnlySpan<char> prefix = text.AsSpan(start, PrefixLength(text, start));
        bool isRaw = prefix.ContainsAny('r', 'R'), isBytes = prefix.ContainsAny('b', 'B');
        position += prefix.Length;
        string quote = text.Substring(position, 1);
        if (string.CompareOrdinal(text, position, new string(quote[0], 3), 0, 3) == 0)
        {
            quote = new string(quote[0], 3);
        }

        position += quote.Length;
        Content content = new(isBytes);
        value = default;
        while (string.CompareOrdinal(text, position, quote, 0, quote.Length) != 0)
        {
            if (position >= text.Length || (quote.Length == 1 && text[position] is '\r' or '\n'))
            {
                error = new ExpressionError(start, "the text in quotes does not end");
                return false;
            }

            if (text[position] != '\\')
            {
                content.AppendChar(text[position++]);
            }
            else if (isRaw)
            {
                content.AppendChar(text[position++]);
                // A quote after a backslash does not end a raw string, and both stay in it.
                if (position < text.Length && text[position] is '\\' or '"' or '\'')
                {
                    content.AppendChar(text[position++]);
                }
            }
            else if (!TryReadEscape(text, ref position, content, out error))
            {
                return false;
            }
        }

        position += quote.Length;
        error = default;
        if (!content.TryFinish(out value))
        {
            error = new ExpressionError(start, "half of a surrogate pair is no text");
            return false;
        }

        return true;
    }

    private static int PrefixLength(string text, int position)
    {
        bool raw = false, bytes = false;
        int length = 0;
        for (; position + length < text.Length && length < 2; length++)
        {
            char c = text[position + length];
            if (c is 'r' or 'R' && !raw)
            {
                raw = true;
            }
            else if (c is 'b' or 'B' && !bytes)
            {
                bytes = true;
            }
            else
            {
                break;
            }
        }

        return length;
    }

    private static bool TryReadEscape(string text, ref int position, Content content, out ExpressionError error)
    {
        int start = position++;
        error = new ExpressionError(start, "not an escape sequence; write \\\\ for a backslash, or r\"...\" for a regular expression");
        if (position >= text.Length)
        {
            return false;
        }

        char c = text[position];
        if (SimpleEscapes.IndexOf(c, StringComparison.Ordinal) is >= 0 and int simple)
        {
            position++;
            content.AppendChar(SimpleValues[simple]);
            return true;
        }

        (int skip, int digits, bool isOctal) = c switch
        {
            'x' or 'X' => (1, 2, false),
            'u' => (1, 4, false),
            'U' => (1, 8, false),
            >= '0' and <= '3' => (0, 3, true),
            _ => (0, 0, false),
        };
        if (digits == 0 || position + skip + digits > text.Length)
        {
            return false;
        }

        ReadOnlySpan<char> number = text.AsSpan(position + skip, digits);
        int code = 0;
        if (isOctal ? !TryReadOctal(number, out code) : !int.TryParse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code))
        {
            return false;
        }

        position += skip + digits;
        bool isOctet = isOctal || c is 'x' or 'X';
        error = new ExpressionError(start, "not a code point that this literal can hold");
        return isOctet ? content.TryAppendOctet(code) : content.TryAppendRune(code);
    }

    private static bool TryReadOctal(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        foreach (char digit in digits)
        {
            if (digit is < '0' or > '7')
            {
                return false;
            }

            value = value * 8 + (digit - '0');
        }

        return true;
    }

    // What the literal holds so far: characters, or octets for bytes.
    private sealed class Content(bool isBytes)
    {
        private readonly StringBuilder _text = new();
        private readonly MemoryStream _octets = new();

        public void AppendChar(char c) => _text.Append(c);

        // In a string \x and octal escapes are code points, in bytes they are octets.
        public bool TryAppendOctet(int code)
        {
            if (!isBytes)
            {
                _text.Append((char)code);
                return true;
            }

            if (!FlushText())
            {
                return false;
            }

            _octets.WriteByte((byte)code);
            return true;
        }

        public bool TryAppendRune(int code)
        {
            if (isBytes || !Rune.IsValid(code))
            {
                return false;
            }

            _text.Append(new Rune(code).ToString());
            return true;
        }

        public bool TryFinish(out FactValue value)
        {
            if (!isBytes)
            {
                string text = _text.ToString();
                value = FactValue.Of(text);
                return IsWellFormed(text);
            }

            bool wellFormed = FlushText();
            value = FactValue.Of(_octets.ToArray());
            return wellFormed;
        }

        private static bool IsWellFormed(string text)
        {
            foreach (Rune rune in text.EnumerateRunes())
            {
                if (rune == Rune.ReplacementChar && !text.Contains('\uFFFD', StringComparison.Ordinal))
                {
                    return false;
                }
            }

            return true;
        }

        private bool FlushText()
        {
            string text = _text.ToString();
            _octets.Write(Encoding.UTF8.GetBytes(text));
            _text.Clear();
            return IsWellFormed(text);
        }
    }
}
