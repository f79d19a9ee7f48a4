using System.Text;

namespace MailGate.Mail.Messages.Decoding;

/// <summary>
/// Encoded words of header fields (RFC 2047) as mail really has them: glued to other text, inside quoted strings, with spaces in the encoded text,
/// with a language (RFC 2231 §5), cut off, or with one character spread over two words. What is not an encoded word stays as it is.
/// </summary>
public static class EncodedWords
{
    private const int MaxCharsetLength = 60;

    /// <summary>True when the text may hold an encoded word.</summary>
    public static bool MayContain(ReadOnlySpan<char> text) => text.Contains("=?", StringComparison.Ordinal);

    /// <summary>The text with its encoded words decoded. Cost is linear in the text.</summary>
    public static string Decode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!MayContain(text))
        {
            return text;
        }

        StringBuilder result = new(text.Length);
        List<byte> pending = [];
        string pendingCharset = "";
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int start = rest.IndexOf("=?", StringComparison.Ordinal);
            ReadOnlySpan<char> before = start < 0 ? rest : rest[..start];
            // RFC 2047 §6.2: white space between two encoded words is not shown.
            if (pending.Count == 0 || !before.IsWhiteSpace() || start < 0)
            {
                Flush();
                result.Append(before);
            }

            if (start < 0)
            {
                break;
            }

            rest = rest[start..];
            if (!TryReadWord(rest, out ReadOnlySpan<char> charset, out bool isBase64, out ReadOnlySpan<char> encoded, out int length))
            {
                Flush();
                result.Append("=?");
                rest = rest[2..];
                continue;
            }

            // Octets of adjacent words in one charset are joined first: senders split characters between words.
            if (pending.Count > 0 && !charset.Equals(pendingCharset, StringComparison.OrdinalIgnoreCase))
            {
                Flush();
            }

            pendingCharset = charset.ToString();
            AppendOctets(pending, encoded, isBase64);
            rest = rest[length..];
        }

        Flush();
        return result.ToString();

        void Flush()
        {
            if (pending.Count > 0)
            {
                result.Append(Charsets.Decode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pending), pendingCharset, out _));
                pending.Clear();
            }
        }
    }

    private static bool TryReadWord(ReadOnlySpan<char> text, out ReadOnlySpan<char> charset, out bool isBase64, out ReadOnlySpan<char> encoded, out int length)
    {
        isBase64 = false;
        encoded = charset = [];
        length = 0;
        ReadOnlySpan<char> head = text[2..Math.Min(text.Length, MaxCharsetLength + 2)];
        int question = head.IndexOf('?');
        if (question <= 0 || head[..question].ContainsAny(' ', '\t', '"') || text.Length < question + 5 || text[question + 4] != '?')
        {
            return false;
        }

        charset = head[..question];
        charset = charset.IndexOf('*') is var star and > 0 ? charset[..star] : charset;
        char encoding = text[question + 3];
        isBase64 = encoding is 'B' or 'b';
        if (!isBase64 && encoding is not ('Q' or 'q'))
        {
            return false;
        }

        int contentStart = question + 5;
        ReadOnlySpan<char> content = text[contentStart..];
        int end = content.IndexOf("?=", StringComparison.Ordinal);
        // "=?utf-8?Q?=41?=": the equals sign after the question mark begins an octet, so the word cannot be empty and end there.
        if (end == 0 && content.Length > 2 && !isBase64 && content[2..].IndexOf("?=", StringComparison.Ordinal) is var next and >= 0
            && !content[2..(2 + next)].ContainsAny(" \t"))
        {
            end = next + 2;
        }

        encoded = end < 0 ? content : content[..end];
        length = contentStart + (end < 0 ? content.Length : end + 2);
        return true;
    }

    private static void AppendOctets(List<byte> octets, ReadOnlySpan<char> encoded, bool isBase64)
    {
        if (isBase64)
        {
            AppendBase64(octets, encoded);
            return;
        }

        for (int i = 0; i < encoded.Length; i++)
        {
            char c = encoded[i];
            if (c == '=' && i + 2 < encoded.Length && char.IsAsciiHexDigit(encoded[i + 1]) && char.IsAsciiHexDigit(encoded[i + 2]))
            {
                octets.Add((byte)((Hex(encoded[i + 1]) << 4) | Hex(encoded[i + 2])));
                i += 2;
            }
            else if (c == '_')
            {
                octets.Add((byte)' ');
            }
            else
            {
                AppendCharacter(octets, c);
            }
        }
    }

    private static void AppendBase64(List<byte> octets, ReadOnlySpan<char> encoded)
    {
        int bits = 0, held = 0;
        foreach (char c in encoded)
        {
            int value = c < 128 ? Base64Alphabet.Value((byte)c) : -1;
            if (value < 0)
            {
                // Padding ends a group; another word's text may follow it.
                held = c == '=' ? 0 : held;
                continue;
            }

            bits = ((bits << 6) | value) & 0xFFFF;
            held += 6;
            if (held >= 8)
            {
                held -= 8;
                octets.Add((byte)(bits >> held));
            }
        }
    }

    // Raw 8-bit text inside a word came in as Latin-1 or UTF-8 and goes back to octets the same way.
    private static void AppendCharacter(List<byte> octets, char c)
    {
        if (c < 256)
        {
            octets.Add((byte)c);
            return;
        }

        Span<byte> utf8 = stackalloc byte[4];
        int count = Encoding.UTF8.GetBytes([c], utf8);
        octets.AddRange(utf8[..count]);
    }

    private static int Hex(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
