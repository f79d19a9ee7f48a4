using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace MailGate.Mail.Spf;

/// <summary>An IPv4 or IPv6 address as a number; IPv4-mapped IPv6 addresses are IPv4 (RFC 7208 §5).</summary>
internal readonly record struct SpfAddress(bool IsIPv4, UInt128 Value)
{
    public int Bits => IsIPv4 ? 32 : 128;

    public static SpfAddress From(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        Span<byte> octets = stackalloc byte[16];
        _ = address.TryWriteBytes(octets, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? new SpfAddress(true, BinaryPrimitives.ReadUInt32BigEndian(octets))
            : new SpfAddress(false, BinaryPrimitives.ReadUInt128BigEndian(octets));
    }

    /// <summary>True when the first <paramref name="prefixLength"/> bits are the network's, and both are of one family.</summary>
    public bool IsWithin(SpfAddress network, int prefixLength)
    {
        // A shift by the whole width is undefined by the type, so /0 stands apart.
        return IsIPv4 == network.IsIPv4 && (prefixLength == 0 || (Value ^ network.Value) >> (Bits - prefixLength) == UInt128.Zero);
    }

    /// <summary>The dotted form that the "i" macro expands to (RFC 7208 §7.3): a dotted quad, or 32 nibbles.</summary>
    public string ToDotted()
    {
        if (IsIPv4)
        {
            uint value = (uint)Value;
            return $"{value >> 24}.{(value >> 16) & 255}.{(value >> 8) & 255}.{value & 255}";
        }

        return string.Create(63, Value, static (span, value) =>
        {
            for (int i = 0; i < 32; i++)
            {
                span[i * 2] = "0123456789ABCDEF"[(int)((value >> ((31 - i) * 4)) & 15)];
                if (i < 31)
                {
                    span[(i * 2) + 1] = '.';
                }
            }
        });
    }
}
