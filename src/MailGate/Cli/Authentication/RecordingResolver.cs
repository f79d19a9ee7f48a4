using MailGate.Mail.Dns;

namespace MailGate.Cli.Authentication;

/// <summary>Passes questions on and keeps what was asked and answered, each question once, for the explanation of a result.</summary>
internal sealed class RecordingResolver(IDnsResolver inner) : IDnsResolver
{
    private readonly Lock _gate = new();
    private readonly List<DnsLookup> _lookups = [];
    private readonly HashSet<(string Type, string Name)> _seen = [];

    /// <summary>What was looked up so far, in the order of the answers.</summary>
    public IReadOnlyList<DnsLookup> Lookups
    {
        get
        {
            lock (_gate)
            {
                return [.. _lookups];
            }
        }
    }

    public ValueTask<DnsResult<TxtRecord>> ResolveTxtAsync(string name, CancellationToken cancellationToken) =>
        RecordAsync("TXT", name, inner.ResolveTxtAsync(name, cancellationToken), RecordText.Of);

    public ValueTask<DnsResult<MxRecord>> ResolveMxAsync(string name, CancellationToken cancellationToken) =>
        RecordAsync("MX", name, inner.ResolveMxAsync(name, cancellationToken), RecordText.Of);

    public ValueTask<DnsResult<AddressRecord>> ResolveAAsync(string name, CancellationToken cancellationToken) =>
        RecordAsync("A", name, inner.ResolveAAsync(name, cancellationToken), RecordText.Of);

    public ValueTask<DnsResult<AddressRecord>> ResolveAaaaAsync(string name, CancellationToken cancellationToken) =>
        RecordAsync("AAAA", name, inner.ResolveAaaaAsync(name, cancellationToken), RecordText.Of);

    public ValueTask<DnsResult<NameRecord>> ResolvePtrAsync(string name, CancellationToken cancellationToken) =>
        RecordAsync("PTR", name, inner.ResolvePtrAsync(name, cancellationToken), RecordText.Of);

    public ValueTask<DnsResult<TlsaRecord>> ResolveTlsaAsync(string name, CancellationToken cancellationToken) =>
        RecordAsync("TLSA", name, inner.ResolveTlsaAsync(name, cancellationToken), RecordText.Of);

    public ValueTask<DnsResult<NameRecord>> ResolveNsAsync(string name, CancellationToken cancellationToken) =>
        RecordAsync("NS", name, inner.ResolveNsAsync(name, cancellationToken), RecordText.Of);

    public ValueTask<DnsResult<NameRecord>> ResolveCnameAsync(string name, CancellationToken cancellationToken) =>
        RecordAsync("CNAME", name, inner.ResolveCnameAsync(name, cancellationToken), RecordText.Of);

    public ValueTask<DnsResult<SrvRecord>> ResolveSrvAsync(string name, CancellationToken cancellationToken) =>
        RecordAsync("SRV", name, inner.ResolveSrvAsync(name, cancellationToken), RecordText.Of);

    private async ValueTask<DnsResult<T>> RecordAsync<T>(string type, string name, ValueTask<DnsResult<T>> question, Func<T, string> format)
    {
        DnsResult<T> result = await question;
        lock (_gate)
        {
            if (_seen.Add((type, name.ToLowerInvariant())))
            {
                _lookups.Add(new DnsLookup(type, name, RecordText.Word(result.Status), [.. result.Records.Select(format)]));
            }
        }

        return result;
    }
}
