namespace MailGate.Mail.Dns;

/// <summary>
/// Asks the DNS. Shaped like the resolver that .NET 11 brings, so that it can take this one's place.
/// No method throws for what a server answers or fails to answer: that is in <see cref="DnsResult{T}.Status"/>.
/// Names are given without a trailing dot; a name that cannot be put on the wire is <see cref="DnsStatus.NxDomain"/>.
/// </summary>
public interface IDnsResolver
{
    /// <summary>TXT records, in the order of the answer.</summary>
    ValueTask<DnsResult<TxtRecord>> ResolveTxtAsync(string name, CancellationToken cancellationToken);

    /// <summary>MX records, as given: the caller sorts.</summary>
    ValueTask<DnsResult<MxRecord>> ResolveMxAsync(string name, CancellationToken cancellationToken);

    /// <summary>IPv4 addresses.</summary>
    ValueTask<DnsResult<AddressRecord>> ResolveAAsync(string name, CancellationToken cancellationToken);

    /// <summary>IPv6 addresses.</summary>
    ValueTask<DnsResult<AddressRecord>> ResolveAaaaAsync(string name, CancellationToken cancellationToken);

    /// <summary>Names of a reverse name such as <c>1.2.0.192.in-addr.arpa</c>.</summary>
    ValueTask<DnsResult<NameRecord>> ResolvePtrAsync(string name, CancellationToken cancellationToken);

    /// <summary>TLSA records of a name such as <c>_25._tcp.mx.example.com</c>.</summary>
    ValueTask<DnsResult<TlsaRecord>> ResolveTlsaAsync(string name, CancellationToken cancellationToken);

    /// <summary>Name servers.</summary>
    ValueTask<DnsResult<NameRecord>> ResolveNsAsync(string name, CancellationToken cancellationToken);

    /// <summary>The alias itself, not followed.</summary>
    ValueTask<DnsResult<NameRecord>> ResolveCnameAsync(string name, CancellationToken cancellationToken);

    /// <summary>Service records.</summary>
    ValueTask<DnsResult<SrvRecord>> ResolveSrvAsync(string name, CancellationToken cancellationToken);
}
