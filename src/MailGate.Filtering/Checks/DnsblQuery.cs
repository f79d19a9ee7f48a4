using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using MailGate.Mail.Addresses;

namespace MailGate.Filtering.Checks;

/// <summary>
/// A DNS list as administrators write it, in the syntax of Postfix's postscreen_dnsbl_sites: <c>zen.spamhaus.org</c>,
/// <c>zone=127.0.0.[2..11]</c>, <c>zone=127.0.[0;2..4].1*3</c>. The weight is accepted, since lists are pasted; what a hit counts is the rule's score.
/// </summary>
public sealed class DnsblQuery
{
    private const int MaxCharacters = 400;

    private readonly bool[][]? _octets;

    private DnsblQuery(Domain zone, bool[][]? octets, int weight)
    {
        Zone = zone;
        _octets = octets;
        Weight = weight;
    }

    /// <summary>The zone that is asked.</summary>
    public Domain Zone { get; }

    /// <summary>The number after the star, 1 without one.</summary>
    public int Weight { get; }

    /// <summary>Reads a list; false with what is wrong.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DnsblQuery? query, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        query = null;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        int weight = 1;
        int star = rest.LastIndexOf('*');
        if (rest.Length > MaxCharacters || (star >= 0 && !int.TryParse(rest[(star + 1)..], out weight)))
        {
            problem = rest.Length > MaxCharacters ? "it is too long" : "after the star stands a whole number, as in *2 or *-1";
            return false;
        }

        rest = star < 0 ? rest : rest[..star];
        int equals = rest.IndexOf('=');
        bool[][]? octets = null;
        if (equals >= 0 && (octets = ParsePattern(rest[(equals + 1)..])) is null)
        {
            problem = "after the equals sign stands an answer such as 127.0.0.2 or 127.0.0.[2..11;20]";
            return false;
        }

        if (!Domain.TryParse(equals < 0 ? rest : rest[..equals], out Domain? zone))
        {
            problem = "the zone is not a domain name";
            return false;
        }

        problem = null;
        query = new DnsblQuery(zone, octets, weight);
        return true;
    }

    /// <summary>True when an answer of the zone means that the name is listed.</summary>
    public bool IsListing(IPAddress answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.AddressFamily != AddressFamily.InterNetwork || IsError(answer))
        {
            return false;
        }

        byte[] octets = answer.GetAddressBytes();
        if (_octets is null)
        {
            // RFC 5782 §2.1: listings are within 127/8; anything else is a zone that was taken over or a resolver that lies.
            return octets[0] == 127;
        }

        return _octets[0][octets[0]] && _octets[1][octets[1]] && _octets[2][octets[2]] && _octets[3][octets[3]];
    }

    /// <summary>True for an answer that says nothing about the name: the list refuses to serve this resolver (127.255.255.0/24, as Spamhaus and others do).</summary>
    public static bool IsError(IPAddress answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.GetAddressBytes() is [127, 255, 255, _];
    }

    private static bool[][]? ParsePattern(ReadOnlySpan<char> pattern)
    {
        bool[][] octets = new bool[4][];
        int count = 0;
        while (!pattern.IsEmpty)
        {
            int close = pattern[0] == '[' ? pattern.IndexOf(']') + 1 : 0;
            int dot = pattern[close..].IndexOf('.');
            int end = dot < 0 ? pattern.Length : close + dot;
            if (count == 4 || ParseOctet(pattern[..end]) is not { } octet)
            {
                return null;
            }

            octets[count++] = octet;
            if (dot >= 0 && end + 1 == pattern.Length)
            {
                return null;
            }

            pattern = dot < 0 ? default : pattern[(end + 1)..];
        }

        return count == 4 ? octets : null;
    }

    private static bool[]? ParseOctet(ReadOnlySpan<char> text)
    {
        bool[] values = new bool[256];
        bool isSet = text.Length >= 2 && text[0] == '[' && text[^1] == ']';
        ReadOnlySpan<char> items = isSet ? text[1..^1] : text;
        foreach (Range range in items.Split(';'))
        {
            ReadOnlySpan<char> item = items[range];
            int dots = item.IndexOf("..");
            if (dots >= 0 && !isSet)
            {
                return null;
            }

            if (!byte.TryParse(dots < 0 ? item : item[..dots], out byte first)
                || !byte.TryParse(dots < 0 ? item : item[(dots + 2)..], out byte last)
                || last < first)
            {
                return null;
            }

            values.AsSpan(first, last - first + 1).Fill(true);
        }

        return values;
    }
}
