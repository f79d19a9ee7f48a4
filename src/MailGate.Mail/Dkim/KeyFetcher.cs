using MailGate.Mail.Addresses;
using MailGate.Mail.Dns;

namespace MailGate.Mail.Dkim;

/// <summary>Fetches the keys of one message: each name once, all at the same time, never more than the limit.</summary>
internal sealed class KeyFetcher(IDnsResolver resolver, DkimOptions options, CancellationToken cancellationToken)
{
    // RFC 6376 §3.6.2.2 leaves several records undefined; a few are tried (§6.1.2 step 4), not any number.
    private const int MaxRecords = 4;

    private readonly Dictionary<string, Task<KeyLookup>> _lookups = new(StringComparer.Ordinal);

    /// <summary>Questions asked.</summary>
    public int Lookups => _lookups.Count;

    public Task<KeyLookup> FetchAsync(Domain selector, Domain domain)
    {
        string name = $"{selector.Ascii}._domainkey.{domain.Ascii}";
        if (_lookups.TryGetValue(name, out Task<KeyLookup>? lookup))
        {
            return lookup;
        }

        if (name.Length > Domain.MaxOctets)
        {
            return Task.FromResult(new KeyLookup([], DkimResult.PermError, "selector and domain are too long for a name"));
        }

        if (_lookups.Count >= options.MaxKeyLookups)
        {
            return Task.FromResult(new KeyLookup([], DkimResult.Policy, $"the message needs more than {options.MaxKeyLookups} keys"));
        }

        lookup = FetchAsync(name);
        _lookups.Add(name, lookup);
        return lookup;
    }

    private async Task<KeyLookup> FetchAsync(string name)
    {
        DnsResult<TxtRecord> answer = await resolver.ResolveTxtAsync(name, cancellationToken);
        return answer.Status switch
        {
            DnsStatus.Answer => ReadRecords(name, answer.Records),
            DnsStatus.NoData => new KeyLookup([], DkimResult.PermError, $"no key: {name} has no TXT record"),
            DnsStatus.NxDomain => new KeyLookup([], DkimResult.PermError, $"no key: {name} does not exist"),
            DnsStatus.ServerFailure => new KeyLookup([], DkimResult.TempError, $"key unavailable: the DNS failed for {name}"),
            DnsStatus.Timeout => new KeyLookup([], DkimResult.TempError, $"key unavailable: the DNS did not answer for {name} in time"),
            _ => throw new InvalidOperationException($"unknown DNS status {answer.Status}"),
        };
    }

    private KeyLookup ReadRecords(string name, IReadOnlyList<TxtRecord> texts)
    {
        List<DkimKeyRecord> records = [];
        string? firstError = null;
        for (int i = 0; i < texts.Count && records.Count < MaxRecords && i < MaxRecords * 4; i++)
        {
            if (options.Keys.Read(texts[i].Text, options.MaxRsaBits, out string? error) is { } record)
            {
                records.Add(record);
            }
            else
            {
                firstError ??= error;
            }
        }

        return records.Count > 0
            ? new KeyLookup(records, DkimResult.None, null)
            : new KeyLookup([], DkimResult.PermError, $"key syntax error: the TXT record of {name} is no key record: {firstError}");
    }
}
