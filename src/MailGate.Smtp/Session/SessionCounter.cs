using System.Net;
using System.Net.Sockets;

namespace MailGate.Smtp.Session;

/// <summary>Counts sessions in all and by client address; an IPv6 client counts by its /64, which one host fills at will.</summary>
public sealed class SessionCounter
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _byAddress = [];
    private int _total;

    /// <summary>Sessions now.</summary>
    public int Total => Volatile.Read(ref _total);

    /// <summary>Takes a place for a session; false when all, or all of the address, are taken.</summary>
    internal bool TryEnter(IPAddress address, SmtpLimits limits, out string reason)
    {
        IPAddress key = KeyOf(address);
        lock (_lock)
        {
            int ofAddress = _byAddress.GetValueOrDefault(key);
            reason = _total >= limits.MaxSessions ? "sessions" : ofAddress >= limits.MaxSessionsPerAddress ? "sessions_per_address" : "";
            if (reason.Length > 0)
            {
                return false;
            }

            _total++;
            _byAddress[key] = ofAddress + 1;
            return true;
        }
    }

    /// <summary>Gives the place back.</summary>
    internal void Leave(IPAddress address)
    {
        IPAddress key = KeyOf(address);
        lock (_lock)
        {
            _total--;
            int ofAddress = _byAddress.GetValueOrDefault(key) - 1;
            if (ofAddress > 0)
            {
                _byAddress[key] = ofAddress;
            }
            else
            {
                _byAddress.Remove(key);
            }
        }
    }

    private static IPAddress KeyOf(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        Span<byte> octets = stackalloc byte[16];
        address.TryWriteBytes(octets, out _);
        octets[8..].Clear();
        return new IPAddress(octets);
    }
}
