using System.Collections.Immutable;
using System.Net;

namespace MailGate.Configuration.Values;

/// <summary>Networks to test a client's address against.</summary>
internal sealed class NetworkSet(IEnumerable<IPNetwork> networks)
{
    /// <summary>Contains nothing.</summary>
    public static NetworkSet Empty { get; } = new([]);

    public ImmutableArray<IPNetwork> Networks { get; } = [.. networks];

    public bool IsEmpty => Networks.IsEmpty;

    /// <summary>True when the address is in one of them; an IPv4-mapped IPv6 address counts as IPv4.</summary>
    public bool Contains(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        IPAddress canonical = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (IPNetwork network in Networks)
        {
            if (network.Contains(canonical))
            {
                return true;
            }
        }

        return false;
    }
}
