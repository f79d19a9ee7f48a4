using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MailGate.Mail.Dns;

/// <summary>The name under which an address is looked up.</summary>
public static class ReverseName
{
    /// <summary>
    /// The name for PTR: <c>1.2.0.192.in-addr.arpa</c> (RFC 1035 §3.5) or 32 nibbles below <c>ip6.arpa</c> (RFC 3596 §2.5).
    /// An IPv4 address inside IPv6 (<c>::ffff:192.0.2.1</c>) is the IPv4 address.
    /// </summary>
    public static string Of(IPAddress address) => Of(address, "in-addr.arpa", "ip6.arpa");

    /// <summary>The name of an address below a zone, such as a DNS block list (RFC 5782 §2.1, §2.4).</summary>
    public static string Of(IPAddress address, string zone) => Of(address, zone, zone);

    private static string Of(IPAddress address, string zone4, string zone6)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        Span<byte> octets = stackalloc byte[16];
        address.TryWriteBytes(octets, out int count);
        StringBuilder name = new(80);
        for (int i = count - 1; i >= 0; i--)
        {
            if (address.AddressFamily == AddressFamily.InterNetwork)
            {
                name.Append(octets[i]).Append('.');
            }
            else
            {
                name.Append(CultureInfo.InvariantCulture, $"{octets[i] & 0xF:x}.{octets[i] >> 4:x}.");
            }
        }

        return name.Append(address.AddressFamily == AddressFamily.InterNetwork ? zone4 : zone6).ToString();
    }
}
