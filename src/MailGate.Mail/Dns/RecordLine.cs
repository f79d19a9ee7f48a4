using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MailGate.Mail.Dns;

/// <summary>
/// One line of a record file: <c>name type value</c>, or with a TTL and a class before the type, as <c>dig</c> prints it.
/// </summary>
internal static class RecordLine
{
    /// <summary>Adds what the line says to a zone.</summary>
    /// <returns>Null, or what is wrong with the line. A blank line or a comment (<c>;</c>, <c>#</c>) is nothing and not wrong.</returns>
    public static string? AddTo(RecordZone zone, ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> rest = line.Trim();
        if (rest.IsEmpty || rest[0] is ';' or '#')
        {
            return null;
        }

        ReadOnlySpan<char> words = rest;
        string? error = AddTo(zone, NextName(ref rest), rest);
        return error is null || AddWithSpaces(zone, words) ? null : error;
    }

    private static string? AddTo(RecordZone zone, string name, ReadOnlySpan<char> rest)
    {
        string type = NextWord(ref rest);
        TimeSpan? timeToLive = null;
        if (uint.TryParse(type, NumberStyles.None, CultureInfo.InvariantCulture, out uint seconds))
        {
            timeToLive = TimeSpan.FromSeconds(seconds);
            type = NextWord(ref rest);
        }

        if (type.Equals("IN", StringComparison.OrdinalIgnoreCase))
        {
            type = NextWord(ref rest);
        }

        if (type.Length == 0)
        {
            return "expected 'name type value'";
        }

        return Add(zone, name, type.ToUpperInvariant(), rest, timeToLive);
    }

    // The macros of SPF make names with spaces, and not everybody who writes one down escapes them: then the name goes on to the type.
    private static bool AddWithSpaces(RecordZone zone, ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> rest = line;
        NextWord(ref rest);
        for (bool isSecond = true; !rest.IsEmpty; isSecond = false)
        {
            ReadOnlySpan<char> fromType = rest;
            string word = NextWord(ref rest);
            if (word.StartsWith('"'))
            {
                return false;
            }

            if (IsType(word))
            {
                return !isSecond && Add(zone, line[..^fromType.Length].TrimEnd().ToString(), word, rest, timeToLive: null) is null;
            }
        }

        return false;
    }

    private static string? Add(RecordZone zone, string name, string type, ReadOnlySpan<char> value, TimeSpan? timeToLive)
    {
        if (type is "SERVFAIL" or "TIMEOUT")
        {
            if (StripComment(value).Length > 0)
            {
                return $"{type} takes no value";
            }

            return zone.TryFail(name, type == "TIMEOUT" ? DnsStatus.Timeout : DnsStatus.ServerFailure) ? null : NotAName(name);
        }

        if (!IsType(type) || !Enum.TryParse(type, ignoreCase: true, out DnsRecordType recordType))
        {
            return $"unknown type '{type}': expected A, AAAA, CNAME, MX, NS, PTR, SRV, TLSA, TXT, SERVFAIL or TIMEOUT";
        }

        (object? record, string? error) = recordType == DnsRecordType.Txt ? ParseTxt(value) : Parse(recordType, StripComment(value));
        return error ?? (zone.TryAdd(name, recordType, record!, timeToLive) ? null : NotAName(name));
    }

    private static bool IsType(string word) => word is "A" or "AAAA" or "CNAME" or "MX" or "NS" or "PTR" or "SRV" or "TLSA" or "TXT" or "SERVFAIL" or "TIMEOUT";

    private static string NotAName(string name) => $"'{name}' is not a domain name";

    private static (object? Record, string? Error) Parse(DnsRecordType type, ReadOnlySpan<char> value)
    {
        string[] words = value.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return type switch
        {
            DnsRecordType.A => ParseAddress(words, AddressFamily.InterNetwork, "an IPv4 address"),
            DnsRecordType.Aaaa => ParseAddress(words, AddressFamily.InterNetworkV6, "an IPv6 address"),
            DnsRecordType.Mx when words is [var preference, var exchange] && IsNumber(preference, out ushort number) && IsName(exchange) =>
                (new MxRecord(number, NameOf(exchange)), null),
            DnsRecordType.Mx => (null, "expected 'preference exchange'"),
            DnsRecordType.Srv when words is [var priority, var weight, var port, var target] && IsNumber(priority, out ushort first)
                && IsNumber(weight, out ushort second) && IsNumber(port, out ushort third) && IsName(target) =>
                (new SrvRecord(first, second, third, NameOf(target)), null),
            DnsRecordType.Srv => (null, "expected 'priority weight port target'"),
            DnsRecordType.Tlsa => ParseTlsa(words),
            _ when words is [var name] && IsName(name) => (new NameRecord(NameOf(name)), null),
            _ => (null, "expected one domain name"),
        };
    }

    private static (object? Record, string? Error) ParseAddress(string[] words, AddressFamily family, string expected) =>
        words is [var word] && IPAddress.TryParse(word, out IPAddress? address) && address.AddressFamily == family
            && (family == AddressFamily.InterNetworkV6 || word.Count(c => c == '.') == 3)
            ? (new AddressRecord(address), null)
            : (null, $"expected {expected}");

    private static (object? Record, string? Error) ParseTlsa(string[] words)
    {
        if (words.Length >= 4 && IsNumber(words[0], out ushort usage) && IsNumber(words[1], out ushort selector) && IsNumber(words[2], out ushort matching)
            && usage < 256 && selector < 256 && matching < 256)
        {
            string hex = string.Concat(words[3..]);
            if (hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit))
            {
                return (new TlsaRecord((byte)usage, (byte)selector, (byte)matching, Convert.FromHexString(hex)), null);
            }
        }

        return (null, "expected 'usage selector matching-type hex'");
    }

    // Quoted strings are joined, as on the wire. A value without quotes is taken as one text with its spaces: that is what is meant,
    // though a zone file would drop them.
    private static (object? Record, string? Error) ParseTxt(ReadOnlySpan<char> value)
    {
        value = value.Trim();
        if (value.IsEmpty)
        {
            return (null, "expected a text; write \"\" for an empty one");
        }

        bool quoted = value[0] == '"';
        bool inside = !quoted;
        StringBuilder text = new(value.Length);
        byte[] utf8 = new byte[4];
        for (int i = 0; i < value.Length; i++)
        {
            char character = value[i];
            if (character == '"')
            {
                if (!quoted)
                {
                    return (null, "a quote in a text that does not begin with one; write \\\"");
                }

                inside = !inside;
            }
            else if (!inside && character == ';')
            {
                return (new TxtRecord(text.ToString()), null);
            }
            else if (!inside && !char.IsWhiteSpace(character))
            {
                return (null, $"'{character}' between quoted strings");
            }
            else if (inside && character == '\\')
            {
                if (!DnsText.TryReadEscape(value, ref i, out byte octet))
                {
                    return (null, "a broken escape: write \\\" or \\\\ or \\DDD with DDD up to 255");
                }

                text.Append((char)octet);
            }
            else if (inside)
            {
                // A character that is not ASCII stands for its UTF-8 octets.
                Rune.DecodeFromUtf16(value[i..], out Rune rune, out int consumed);
                text.Append(Encoding.Latin1.GetString(utf8, 0, rune.EncodeToUtf8(utf8)));
                i += consumed - 1;
            }
        }

        return quoted && inside ? (null, "a quote is not closed") : (new TxtRecord(text.ToString()), null);
    }

    private static bool IsNumber(string word, out ushort number) => ushort.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool IsName(string word) => DnsName.IsValid(word);

    private static string NameOf(string word) => DnsName.TrimRoot(word).ToLowerInvariant();

    private static ReadOnlySpan<char> StripComment(ReadOnlySpan<char> value) =>
        (value.IndexOf(';') is var at and >= 0 ? value[..at] : value).Trim();

    // A name up to the first space that is not escaped. Escapes of what needs none are undone, so that one name has one text.
    private static string NextName(ref ReadOnlySpan<char> rest)
    {
        StringBuilder name = new();
        int i = 0;
        for (; i < rest.Length && !char.IsWhiteSpace(rest[i]); i++)
        {
            int start = i;
            if (rest[i] == '\\' && DnsText.TryReadEscape(rest, ref i, out byte octet) && octet is >= (byte)' ' and <= (byte)'~' and not ((byte)'.' or (byte)'\\' or (byte)'*'))
            {
                name.Append((char)octet);
            }
            else
            {
                name.Append(rest[start..(i + 1)]);
            }
        }

        rest = rest[i..].TrimStart();
        return name.ToString();
    }

    private static string NextWord(ref ReadOnlySpan<char> rest)
    {
        int end = 0;
        while (end < rest.Length && !char.IsWhiteSpace(rest[end]))
        {
            end++;
        }

        string word = rest[..end].ToString();
        rest = rest[end..].TrimStart();
        return word;
    }
}
