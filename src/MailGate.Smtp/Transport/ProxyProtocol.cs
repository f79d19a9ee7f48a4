using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MailGate.Smtp.Transport;

/// <summary>Reads the header of the PROXY protocol, versions 1 and 2 (HAProxy's proxy-protocol.txt, sections 2.1 and 2.2). Strict and bounded.</summary>
public static class ProxyProtocol
{
    /// <summary>The longest header taken: version 2 may carry up to 64 KB of extras, none of which is used.</summary>
    public const int MaxOctets = 2048;

    private const int MaxVersion1Octets = 107;
    private const int Version2FixedOctets = 16;

    private static ReadOnlySpan<byte> Version2Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Looks for a header at the start of <paramref name="input"/>.</summary>
    /// <param name="input">What has arrived so far.</param>
    /// <param name="header">The header, when it is whole.</param>
    /// <param name="consumed">Octets of the header.</param>
    public static ProxyStatus Read(in ReadOnlySequence<byte> input, out ProxyHeader? header, out int consumed)
    {
        Span<byte> copy = stackalloc byte[(int)Math.Min(input.Length, MaxOctets)];
        input.Slice(0, copy.Length).CopyTo(copy);
        return Read(copy, out header, out consumed);
    }

    /// <inheritdoc cref="Read(in ReadOnlySequence{byte}, out ProxyHeader?, out int)"/>
    public static ProxyStatus Read(ReadOnlySpan<byte> input, out ProxyHeader? header, out int consumed)
    {
        header = null;
        consumed = 0;
        if (StartsLike(input, Version2Signature))
        {
            return input.Length < Version2FixedOctets ? ProxyStatus.Incomplete : ReadVersion2(input, out header, out consumed);
        }

        return StartsLike(input, "PROXY "u8) ? ReadVersion1(input, out header, out consumed) : ProxyStatus.Malformed;
    }

    private static bool StartsLike(ReadOnlySpan<byte> input, ReadOnlySpan<byte> start) =>
        input.Length < start.Length ? start.StartsWith(input) : input.StartsWith(start);

    private static ProxyStatus ReadVersion1(ReadOnlySpan<byte> input, out ProxyHeader? header, out int consumed)
    {
        header = null;
        consumed = 0;
        int end = input.IndexOf("\r\n"u8);
        if (end < 0)
        {
            return input.Length < MaxVersion1Octets ? ProxyStatus.Incomplete : ProxyStatus.Malformed;
        }

        if (end + 2 > MaxVersion1Octets || !Ascii.IsValid(input[..end]))
        {
            return ProxyStatus.Malformed;
        }

        consumed = end + 2;
        string[] words = Encoding.ASCII.GetString(input[..end]).Split(' ');
        if (words is ["PROXY", "UNKNOWN", ..])
        {
            header = new ProxyHeader(null, null);
            return ProxyStatus.Complete;
        }

        AddressFamily? family = words.Length != 6 ? null : words[1] switch
        {
            "TCP4" => AddressFamily.InterNetwork,
            "TCP6" => AddressFamily.InterNetworkV6,
            _ => null,
        };
        if (family is null || ReadEndPoint(words[2], words[4], family.Value) is not { } client || ReadEndPoint(words[3], words[5], family.Value) is not { } server)
        {
            return ProxyStatus.Malformed;
        }

        header = new ProxyHeader(client, server);
        return ProxyStatus.Complete;
    }

    private static IPEndPoint? ReadEndPoint(string address, string port, AddressFamily family)
    {
        bool hasDots = family == AddressFamily.InterNetworkV6 || address.Count(c => c == '.') == 3;
        return hasDots && !address.AsSpan().ContainsAny('%', '[', '/') && IPAddress.TryParse(address, out IPAddress? parsed) && parsed.AddressFamily == family
            && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number)
            ? new IPEndPoint(parsed, number)
            : null;
    }

    private static ProxyStatus ReadVersion2(ReadOnlySpan<byte> input, out ProxyHeader? header, out int consumed)
    {
        header = null;
        consumed = Version2FixedOctets + BinaryPrimitives.ReadUInt16BigEndian(input[14..]);
        int command = input[12];
        if (command is not (0x20 or 0x21) || consumed > MaxOctets)
        {
            return ProxyStatus.Malformed;
        }

        if (input.Length < consumed)
        {
            return ProxyStatus.Incomplete;
        }

        ReadOnlySpan<byte> addresses = input[Version2FixedOctets..consumed];
        int octets = input[13] switch
        {
            0x11 => 4,
            0x21 => 16,
            _ => 0,
        };

        // LOCAL is the proxy's own health check; a family that is not TCP says nothing of use.
        if (command == 0x20 || octets == 0)
        {
            header = new ProxyHeader(null, null);
            return ProxyStatus.Complete;
        }

        if (addresses.Length < (2 * octets) + 4)
        {
            return ProxyStatus.Malformed;
        }

        ReadOnlySpan<byte> ports = addresses[(2 * octets)..];
        header = new ProxyHeader(
            new IPEndPoint(new IPAddress(addresses[..octets]), BinaryPrimitives.ReadUInt16BigEndian(ports)),
            new IPEndPoint(new IPAddress(addresses[octets..(2 * octets)]), BinaryPrimitives.ReadUInt16BigEndian(ports[2..])));
        return ProxyStatus.Complete;
    }
}
