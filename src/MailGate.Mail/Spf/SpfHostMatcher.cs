using MailGate.Mail.Dns;

namespace MailGate.Mail.Spf;

/// <summary>The mechanisms that name hosts: ip4, ip6, a, mx, ptr, exists (RFC 7208 §5.3 to §5.7).</summary>
internal sealed class SpfHostMatcher(SpfAddress client, SpfDns dns, SpfValidatedNames validatedNames, SpfLimits limits)
{
    /// <summary>Whether the client is in the network of an ip4 or ip6 term.</summary>
    public bool IsInNetwork(SpfDirective directive) => IsWithin(directive.Network, directive);

    /// <summary>Tests a, mx, ptr or exists at the name that its domain-spec gave.</summary>
    public async ValueTask<SpfMatch> MatchAsync(SpfDirective directive, string target) => directive.Mechanism switch
    {
        SpfMechanism.A => Compare(await dns.AddressesAsync(target, client.IsIPv4), directive, target),
        // RFC 7208 §5.7: A also for an IPv6 client.
        SpfMechanism.Exists => Exists(await dns.AAsync(target), target),
        SpfMechanism.Mx => await MatchMxAsync(directive, target),
        _ => await MatchPtrAsync(target),
    };

    // RFC 7208 §5.4: no implicit MX; §4.6.4: more than 10 exchangers are a permerror.
    private async ValueTask<SpfMatch> MatchMxAsync(SpfDirective directive, string target)
    {
        DnsResult<MxRecord> exchangers = await dns.MxAsync(target);
        if (exchangers.IsTemporaryFailure)
        {
            return limits.Unanswered(target, "MX");
        }

        if (exchangers.Records.Count > limits.MaxNames)
        {
            return limits.Permerror($"{target} has more than {limits.MaxNames} mail exchangers");
        }

        bool foundAny = false;
        foreach (MxRecord exchanger in exchangers.Records)
        {
            if (!SpfTargetName.TryCreate(exchanger.Exchange, out string? name))
            {
                continue;
            }

            DnsResult<AddressRecord> addresses = await dns.AddressesAsync(name, client.IsIPv4);
            if (addresses.IsVoid)
            {
                continue;
            }

            foundAny = true;
            if (Compare(addresses, directive, name) is var match and not SpfMatch.No)
            {
                return match;
            }
        }

        // One term is one void look-up at most, and an exchanger without AAAA beside one that has it is none.
        return foundAny ? SpfMatch.No : limits.CountVoid();
    }

    // RFC 7208 §5.5: DNS errors make no match.
    private async ValueTask<SpfMatch> MatchPtrAsync(string target)
    {
        if (await validatedNames.HasNameUnderAsync(target))
        {
            return SpfMatch.Yes;
        }

        return validatedNames.IsVoid ? limits.CountVoid() : SpfMatch.No;
    }

    private SpfMatch Exists(DnsResult<AddressRecord> result, string target)
    {
        if (result.IsTemporaryFailure)
        {
            return limits.Unanswered(target, "A");
        }

        return result.IsVoid ? limits.CountVoid() : SpfMatch.Yes;
    }

    private SpfMatch Compare(DnsResult<AddressRecord> result, SpfDirective directive, string name)
    {
        if (result.IsTemporaryFailure)
        {
            return limits.Unanswered(name, client.IsIPv4 ? "A" : "AAAA");
        }

        if (result.IsVoid)
        {
            return limits.CountVoid();
        }

        for (int i = 0; i < result.Records.Count; i++)
        {
            if (IsWithin(SpfAddress.From(result.Records[i].Address), directive))
            {
                return SpfMatch.Yes;
            }
        }

        return SpfMatch.No;
    }

    private bool IsWithin(SpfAddress network, SpfDirective directive) =>
        client.IsWithin(network, client.IsIPv4 ? directive.IPv4PrefixLength : directive.IPv6PrefixLength);
}
