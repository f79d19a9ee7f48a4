using MailGate.Mail.Dns;

namespace MailGate.Mail.Spf;

/// <summary>The look-ups of one check: under its deadline, and remembered for the explanation.</summary>
internal sealed class SpfDns(IDnsResolver resolver, LookupDeadline deadline)
{
    public List<SpfLookup> Lookups { get; } = [];

    public ValueTask<DnsResult<TxtRecord>> TxtAsync(string name) => RecordAsync("TXT", name, resolver.ResolveTxtAsync(name, deadline.Token));

    public ValueTask<DnsResult<MxRecord>> MxAsync(string name) => RecordAsync("MX", name, resolver.ResolveMxAsync(name, deadline.Token));

    public ValueTask<DnsResult<NameRecord>> PtrAsync(string name) => RecordAsync("PTR", name, resolver.ResolvePtrAsync(name, deadline.Token));

    public ValueTask<DnsResult<AddressRecord>> AAsync(string name) => RecordAsync("A", name, resolver.ResolveAAsync(name, deadline.Token));

    /// <summary>A or AAAA, as the client's address is (RFC 7208 §5).</summary>
    public ValueTask<DnsResult<AddressRecord>> AddressesAsync(string name, bool ip4) =>
        ip4 ? AAsync(name) : RecordAsync("AAAA", name, resolver.ResolveAaaaAsync(name, deadline.Token));

    private async ValueTask<DnsResult<T>> RecordAsync<T>(string type, string name, ValueTask<DnsResult<T>> lookup)
    {
        DnsResult<T> result = await deadline.AwaitAsync(lookup);
        Lookups.Add(new SpfLookup(type, name, result.Status, result.Records.Count));
        return result;
    }
}
