using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MailGate.Mail.Messages.Urls;

/// <summary>A URL's host as browsers read it (WHATWG URL §3.5): percent-decoded, folded, with A-labels, IPv4 in all its spellings.</summary>
internal readonly record struct HostName(string Ascii, string Unicode, string Skeleton, MailUrlFlags Flags)
{
    private const int MaxLength = 253;

    // WHATWG URL §3.5, forbidden domain code points, and more that no host has.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(" /\\<>\"'`@:#?%[]{}|^\t\r\n\0,;()=&!$*+~");
    private static readonly SearchValues<char> Numeric = SearchValues.Create("0123456789abcdefx.");

    // The mapping of .NET throws on what it does not like and is only asked for names beyond ASCII.
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    /// <summary>Reads a host; false for what can be none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out HostName host)
    {
        host = default;
        if (text is ['[', .., ']'])
        {
            if (!IPAddress.TryParse(text[1..^1], out IPAddress? v6) || v6.AddressFamily != AddressFamily.InterNetworkV6)
            {
                return false;
            }

            string literal = $"[{v6}]";
            host = new HostName(literal, literal, literal, MailUrlFlags.IpHost);
            return true;
        }

        MailUrlFlags flags = MailUrlFlags.None;
        string name = Clean(text, ref flags);
        if (name.Length is 0 or > MaxLength * 4 || name.AsSpan().ContainsAny(Forbidden))
        {
            return false;
        }

        if (IsNumeric(name) && TryParseIpv4(name, out string ipv4))
        {
            flags |= MailUrlFlags.IpHost | (ipv4 == name ? 0 : MailUrlFlags.ObfuscatedIp);
            host = new HostName(ipv4, ipv4, ipv4, flags);
            return true;
        }

        return TryParseName(name, flags, out host);
    }

    private static bool TryParseName(string name, MailUrlFlags flags, out HostName host)
    {
        host = default;
        string ascii = name, unicode = name;
        if (!System.Text.Ascii.IsValid(name))
        {
            flags |= MailUrlFlags.Punycode;
            ascii = ToAscii(name);
        }
        else if (name.Contains("xn--", StringComparison.Ordinal))
        {
            flags |= MailUrlFlags.Punycode;
            unicode = ToUnicode(name);
        }

        if (ascii.Length > MaxLength || ascii is ['.', ..] || ascii.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }

        string skeleton = unicode;
        if ((flags & MailUrlFlags.Punycode) != 0)
        {
            skeleton = Confusables.Skeleton(unicode);
            flags |= Scripts.Mixes(unicode) ? MailUrlFlags.MixedScript : 0;
            flags |= skeleton != unicode && System.Text.Ascii.IsValid(skeleton) ? MailUrlFlags.Homoglyph : 0;
        }

        host = new HostName(ascii, unicode, skeleton, flags);
        return true;
    }

    // Lower case, percent-decoded, without the characters that browsers drop, full-width forms and other dots as ASCII.
    private static string Clean(ReadOnlySpan<char> text, ref MailUrlFlags flags)
    {
        if (System.Text.Ascii.IsValid(text) && !text.Contains('%'))
        {
            text = text.TrimEnd('.');
            return text.ContainsAnyInRange('A', 'Z') ? text.ToString().ToLowerInvariant() : text.ToString();
        }

        string name = text.ToString();
        if (text.Contains('%'))
        {
            flags |= MailUrlFlags.Malformed;
            name = HeaderText.Decode(Decoding.Percent.Decode(text));
        }

        if (!System.Text.Ascii.IsValid(name))
        {
            StringBuilder plain = new(name.Length);
            foreach (char c in name)
            {
                if (Confusables.IsInvisible(c))
                {
                    flags |= MailUrlFlags.Malformed;
                    continue;
                }

                plain.Append(c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c is '\u3002' or '\uFF61' ? '.' : char.ToLowerInvariant(c));
            }

            name = plain.ToString();
        }

        return name.ToLowerInvariant().TrimEnd('.');
    }

    private static bool IsNumeric(string name) => char.IsAsciiDigit(name[0]) && !name.AsSpan().ContainsAnyExcept(Numeric);

    // inet_aton: one to four numbers, decimal, octal or hexadecimal, the last filling what is left.
    private static bool TryParseIpv4(string name, out string address)
    {
        address = "";
        Span<long> numbers = stackalloc long[4];
        int count = 0;
        foreach (Range range in name.AsSpan().Split('.'))
        {
            if (count == 4 || !TryParseNumber(name.AsSpan(range), out numbers[count++]))
            {
                return false;
            }
        }

        long value = numbers[count - 1];
        if (value >= 1L << (8 * (5 - count)))
        {
            return false;
        }

        for (int i = 0; i < count - 1; i++)
        {
            if (numbers[i] > 255)
            {
                return false;
            }

            value |= numbers[i] << (8 * (3 - i));
        }

        address = $"{value >> 24}.{(value >> 16) & 255}.{(value >> 8) & 255}.{value & 255}";
        return true;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        int radix = text.StartsWith("0x", StringComparison.Ordinal) ? 16 : text.Length > 1 && text[0] == '0' ? 8 : 10;
        text = radix == 16 ? text[2..] : text;
        if (text.IsEmpty || text.Length > 12)
        {
            return radix == 16 && text.IsEmpty;
        }

        foreach (char c in text)
        {
            int digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiHexDigitLower(c) ? c - 'a' + 10 : 99;
            if (digit >= radix)
            {
                return false;
            }

            number = (number * radix) + digit;
        }

        return true;
    }

    private static string ToAscii(string name)
    {
        try
        {
            return Idn.GetAscii(name);
        }
        catch (ArgumentException)
        {
            return name;
        }
    }

    private static string ToUnicode(string name)
    {
        try
        {
            return Idn.GetUnicode(name);
        }
        catch (ArgumentException)
        {
            return name;
        }
    }
}
