using System.Net;
using MailGate.Mail.Dns;

namespace MailGate.Mail.Spf;

/// <summary>The client's names by reverse look-up, those that lead back to it (RFC 7208 §5.5). Looked up once in a check, and each name once.</summary>
internal sealed class SpfValidatedNames(SpfDns dns, IPAddress clientAddress, int maxNames)
{
    private readonly SpfAddress _client = SpfAddress.From(clientAddress);
    private readonly List<(string Name, bool? IsValid)> _names = [];

    /// <summary>True once the reverse look-up was made.</summary>
    public bool IsLookedUp { get; private set; }

    /// <summary>True when the reverse look-up found no name.</summary>
    public bool IsVoid { get; private set; }

    /// <summary>True when a validated name is <paramref name="domain"/> or below it.</summary>
    public async ValueTask<bool> HasNameUnderAsync(string domain) => await FindAsync(domain, below: true) is not null;

    /// <summary>The name for the "p" macro: the domain itself, else one below it, else any; "unknown" when there is none (RFC 7208 §7.3).</summary>
    public async ValueTask<string> BestNameAsync(string domain)
    {
        return await FindAsync(domain, below: false) ?? await FindAsync(domain, below: true) ?? await FindAsync("", below: true) ?? "unknown";
    }

    private async ValueTask<string?> FindAsync(string domain, bool below)
    {
        await LookUpAsync();
        for (int i = 0; i < _names.Count; i++)
        {
            (string name, bool? isValid) = _names[i];
            bool fits = name.Equals(domain, StringComparison.OrdinalIgnoreCase) || (below && IsBelow(name, domain));
            // Only names that would do are looked up again.
            if (fits && isValid is null)
            {
                isValid = await ValidateAsync(name);
                _names[i] = (name, isValid);
            }

            if (fits && isValid == true)
            {
                return name;
            }
        }

        return null;
    }

    private static bool IsBelow(string name, string domain) =>
        domain.Length == 0 || (name.EndsWith(domain, StringComparison.OrdinalIgnoreCase) && name.Length > domain.Length && name[^(domain.Length + 1)] == '.');

    private async ValueTask LookUpAsync()
    {
        if (IsLookedUp)
        {
            return;
        }

        IsLookedUp = true;
        DnsResult<NameRecord> result = await dns.PtrAsync(ReverseName.Of(clientAddress));
        IsVoid = result.IsVoid;
        // RFC 7208 §4.6.4: all but the first 10 are ignored; the sender cannot be blamed for them.
        for (int i = 0; i < result.Records.Count && i < maxNames; i++)
        {
            if (SpfTargetName.TryCreate(result.Records[i].Name, out string? name))
            {
                _names.Add((name, null));
            }
        }
    }

    private async ValueTask<bool> ValidateAsync(string name)
    {
        DnsResult<AddressRecord> result = await dns.AddressesAsync(name, _client.IsIPv4);
        foreach (AddressRecord record in result.Records)
        {
            if (SpfAddress.From(record.Address) == _client)
            {
                return true;
            }
        }

        return false;
    }
}
