using System.Diagnostics.CodeAnalysis;

namespace MailGate.Mail.Dns;

/// <summary>
/// A resolver whose whole DNS is a text of lines <c>name type value</c>, with the value quoted as in a zone file (RFC 1035 §5.1):
/// for tools and tests that must not ask the network. A TTL and the class <c>IN</c> may stand before the type, so what <c>dig</c> prints can be used.
/// </summary>
/// <remarks>
/// Types are A, AAAA, CNAME, MX, NS, PTR, SRV, TLSA and TXT; <c>SERVFAIL</c> and <c>TIMEOUT</c>, without a value, make the name fail for
/// every type that it has no record of. A name that is not there is NXDOMAIN; one that is there with other types, or only above others,
/// is NODATA. <c>*.</c> is a wildcard. Blank lines and lines that begin with <c>;</c> or <c>#</c> are skipped.
/// </remarks>
public sealed class RecordFileResolver : IDnsResolver
{
    private readonly RecordZone zone;

    private RecordFileResolver(RecordZone zone) => this.zone = zone;

    /// <summary>Reads the text of a record file.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="resolver">The resolver, null when there are errors.</param>
    /// <param name="errors">Every bad line, as <c>line 3: expected an IPv4 address</c>.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out RecordFileResolver? resolver, out IReadOnlyList<string> errors)
    {
        ArgumentNullException.ThrowIfNull(text);
        RecordZone zone = new();
        List<string> found = [];
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (RecordLine.AddTo(zone, line) is { } error)
            {
                found.Add($"line {number}: {error}");
            }
        }

        errors = found;
        resolver = found.Count == 0 ? new RecordFileResolver(zone) : null;
        return resolver is not null;
    }

    /// <summary>Reads a text known to be good.</summary>
    /// <exception cref="FormatException">A line is bad; the message has every bad one.</exception>
    public static RecordFileResolver Parse(string text) =>
        TryParse(text, out RecordFileResolver? resolver, out IReadOnlyList<string> errors)
            ? resolver
            : throw new FormatException(string.Join(Environment.NewLine, errors));

    public ValueTask<DnsResult<TxtRecord>> ResolveTxtAsync(string name, CancellationToken cancellationToken) => Resolve<TxtRecord>(name, DnsRecordType.Txt, cancellationToken);

    public ValueTask<DnsResult<MxRecord>> ResolveMxAsync(string name, CancellationToken cancellationToken) => Resolve<MxRecord>(name, DnsRecordType.Mx, cancellationToken);

    public ValueTask<DnsResult<AddressRecord>> ResolveAAsync(string name, CancellationToken cancellationToken) => Resolve<AddressRecord>(name, DnsRecordType.A, cancellationToken);

    public ValueTask<DnsResult<AddressRecord>> ResolveAaaaAsync(string name, CancellationToken cancellationToken) => Resolve<AddressRecord>(name, DnsRecordType.Aaaa, cancellationToken);

    public ValueTask<DnsResult<NameRecord>> ResolvePtrAsync(string name, CancellationToken cancellationToken) => Resolve<NameRecord>(name, DnsRecordType.Ptr, cancellationToken);

    public ValueTask<DnsResult<TlsaRecord>> ResolveTlsaAsync(string name, CancellationToken cancellationToken) => Resolve<TlsaRecord>(name, DnsRecordType.Tlsa, cancellationToken);

    public ValueTask<DnsResult<NameRecord>> ResolveNsAsync(string name, CancellationToken cancellationToken) => Resolve<NameRecord>(name, DnsRecordType.Ns, cancellationToken);

    public ValueTask<DnsResult<NameRecord>> ResolveCnameAsync(string name, CancellationToken cancellationToken) => Resolve<NameRecord>(name, DnsRecordType.Cname, cancellationToken);

    public ValueTask<DnsResult<SrvRecord>> ResolveSrvAsync(string name, CancellationToken cancellationToken) => Resolve<SrvRecord>(name, DnsRecordType.Srv, cancellationToken);

    private ValueTask<DnsResult<T>> Resolve<T>(string name, DnsRecordType type, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<DnsResult<T>>(cancellationToken)
            : ValueTask.FromResult(zone.Resolve<T>(name, type));
    }
}
