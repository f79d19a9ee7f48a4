using System.Net;
using System.Net.Sockets;
using MailGate.Mail.Addresses;
using MailGate.Mail.Dns;

namespace MailGate.Mail.Iprev;

/// <summary>Checks that a client's address has a name that leads back to it (RFC 8601 §3).</summary>
public sealed class IprevEvaluator(IDnsResolver resolver)
{
    // RFC 8601 §3: the number of names must be limited; RFC 7208 §4.6.4 chose this limit for the same look-ups.
    private const int MaxNames = 10;

    /// <summary>The result; a failing DNS is <c>temperror</c>, never an exception.</summary>
    public async ValueTask<IprevResult> CheckAsync(IPAddress address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        DnsResult<NameRecord> pointers = await resolver.ResolvePtrAsync(ReverseName.Of(address), cancellationToken);
        if (pointers.Status != DnsStatus.Answer)
        {
            return new IprevResult(pointers.IsTemporaryFailure ? IprevResultCode.Temperror : IprevResultCode.Permerror, address, null);
        }

        Domain? first = null;
        bool isUncertain = false;
        foreach (NameRecord pointer in pointers.Records.Take(MaxNames))
        {
            // Whoever owns the address writes the name: what is no domain is not looked up and not shown.
            if (!Domain.TryParse(pointer.Name, out Domain? name))
            {
                continue;
            }

            first ??= name;
            DnsResult<AddressRecord> forward = address.AddressFamily == AddressFamily.InterNetwork
                ? await resolver.ResolveAAsync(name.Ascii, cancellationToken)
                : await resolver.ResolveAaaaAsync(name.Ascii, cancellationToken);
            isUncertain |= forward.IsTemporaryFailure;
            if (forward.Records.Any(record => record.Address.Equals(address)))
            {
                return new IprevResult(IprevResultCode.Pass, address, name);
            }
        }

        return new IprevResult(isUncertain ? IprevResultCode.Temperror : IprevResultCode.Fail, address, first);
    }
}
