using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>Addresses and ranges, read strictly: what one program takes for an address and another does not is refused.</summary>
internal static class Networks
{
    private const int MaxAddressLength = 45;

    /// <summary>
    /// An IPv4 address of four decimal numbers without leading zeros, or an IPv6 address without a zone; not the dotted form of IPv6-mapped IPv4.
    /// </summary>
    public static bool TryParseAddress(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.Length is 0 or > MaxAddressLength || text.ContainsAny('%', '[', '/') || !IPAddress.TryParse(text, out IPAddress? parsed))
        {
            return false;
        }

        address = parsed;
        bool hasColon = text.Contains(':');
        return parsed.AddressFamily == AddressFamily.InterNetwork
            ? !hasColon && text.SequenceEqual(parsed.ToString())
            : hasColon && !(parsed.IsIPv4MappedToIPv6 && text.Contains('.'));
    }

    /// <summary>A range such as 10.0.0.0/8; host bits may be set and do not count.</summary>
    public static bool TryParseRange(ReadOnlySpan<char> text, out IPAddress address, out int prefixLength)
    {
        int slash = text.IndexOf('/');
        prefixLength = 0;
        address = IPAddress.None;
        return slash > 0
            && TryParseAddress(text[..slash], out address)
            && text[(slash + 1)..] is { Length: > 0 and <= 3 } digits
            && (digits.Length == 1 || digits[0] != '0')
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out prefixLength)
            && prefixLength <= BitsOf(address);
    }

    public static bool Contains(FactValue network, IPAddress address)
    {
        IPAddress start = network.NetworkAddress;
        if (start.AddressFamily != address.AddressFamily)
        {
            return false;
        }

        UInt128 mask = MaskOf(network.PrefixLength, BitsOf(start));
        return (ToNumber(start) & mask) == (ToNumber(address) & mask);
    }

    public static int BitsOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;

    /// <summary>The address as a number, the first octet on top.</summary>
    public static UInt128 ToNumber(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        address.TryWriteBytes(octets, out int length);
        UInt128 number = 0;
        foreach (byte octet in octets[..length])
        {
            number = (number << 8) | octet;
        }

        return number;
    }

    /// <summary>The address of this many bits.</summary>
    public static IPAddress ToAddress(UInt128 number, int bits)
    {
        Span<byte> octets = stackalloc byte[bits / 8];
        for (int index = octets.Length - 1; index >= 0; index--)
        {
            octets[index] = (byte)number;
            number >>= 8;
        }

        return new IPAddress(octets);
    }

    /// <summary>Ones on top for the prefix, within the bits of an address.</summary>
    public static UInt128 MaskOf(int prefixLength, int bits)
    {
        UInt128 all = bits == 128 ? UInt128.MaxValue : (UInt128.One << bits) - 1;
        return prefixLength == 0 ? 0 : all ^ ((UInt128.One << (bits - prefixLength)) - 1);
    }
}
