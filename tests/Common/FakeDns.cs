using System.Collections.Concurrent;
using System.Net;
using MailGate.Mail.Dns;

namespace MailGate.Tests.Common;

/// <summary>
/// DNS in memory for tests: filled with <see cref="Add"/> from the lines that <see cref="RecordFileResolver"/> reads, or record by record,
/// and remembers what it was asked. A name that nobody added is NXDOMAIN.
/// </summary>
public sealed class FakeDns : IDnsResolver
{
    private readonly RecordZone zone = new();
    private readonly ConcurrentQueue<DnsQuestion> questions = new();

    /// <summary>Every question so far, in order.</summary>
    public IReadOnlyList<DnsQuestion> Questions => [.. questions];

    /// <summary>Called before each answer, when set: to delay, to hang or to throw.</summary>
    public Func<DnsQuestion, CancellationToken, ValueTask>? BeforeAnswer { get; set; }

    /// <summary>Adds lines such as <c>example.com TXT "v=spf1 -all"</c>, <c>a.example MX 10 mx.example</c> or <c>b.example TIMEOUT</c>.</summary>
    public FakeDns Add(string lines)
    {
        foreach (string line in lines.Split('\n'))
        {
            if (RecordLine.AddTo(zone, line) is { } error)
            {
                throw new FormatException($"{error}: {line}");
            }
        }

        return this;
    }

    /// <summary>Adds a TXT record with this text as it is: one octet a character, no quoting.</summary>
    public FakeDns AddTxt(string name, string text) => AddRecord(name, DnsRecordType.Txt, new TxtRecord(text));

    /// <summary>Adds an A or an AAAA record.</summary>
    public FakeDns AddAddress(string name, IPAddress address) => AddRecord(
        name,
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? DnsRecordType.A : DnsRecordType.Aaaa,
        new AddressRecord(address));

    /// <summary>Makes a name fail for every type that it has no record of.</summary>
    public FakeDns Fail(string name, DnsStatus status)
    {
        RequireName(zone.TryFail(name, status), name);
        return this;
    }

    public ValueTask<DnsResult<TxtRecord>> ResolveTxtAsync(string name, CancellationToken cancellationToken) => AskAsync<TxtRecord>(name, DnsRecordType.Txt, cancellationToken);

    public ValueTask<DnsResult<MxRecord>> ResolveMxAsync(string name, CancellationToken cancellationToken) => AskAsync<MxRecord>(name, DnsRecordType.Mx, cancellationToken);

    public ValueTask<DnsResult<AddressRecord>> ResolveAAsync(string name, CancellationToken cancellationToken) => AskAsync<AddressRecord>(name, DnsRecordType.A, cancellationToken);

    public ValueTask<DnsResult<AddressRecord>> ResolveAaaaAsync(string name, CancellationToken cancellationToken) => AskAsync<AddressRecord>(name, DnsRecordType.Aaaa, cancellationToken);

    public ValueTask<DnsResult<NameRecord>> ResolvePtrAsync(string name, CancellationToken cancellationToken) => AskAsync<NameRecord>(name, DnsRecordType.Ptr, cancellationToken);

    public ValueTask<DnsResult<TlsaRecord>> ResolveTlsaAsync(string name, CancellationToken cancellationToken) => AskAsync<TlsaRecord>(name, DnsRecordType.Tlsa, cancellationToken);

    public ValueTask<DnsResult<NameRecord>> ResolveNsAsync(string name, CancellationToken cancellationToken) => AskAsync<NameRecord>(name, DnsRecordType.Ns, cancellationToken);

    public ValueTask<DnsResult<NameRecord>> ResolveCnameAsync(string name, CancellationToken cancellationToken) => AskAsync<NameRecord>(name, DnsRecordType.Cname, cancellationToken);

    public ValueTask<DnsResult<SrvRecord>> ResolveSrvAsync(string name, CancellationToken cancellationToken) => AskAsync<SrvRecord>(name, DnsRecordType.Srv, cancellationToken);

    private static void RequireName(bool added, string name)
    {
        if (!added)
        {
            throw new FormatException($"'{name}' is not a domain name");
        }
    }

    private FakeDns AddRecord(string name, DnsRecordType type, object record)
    {
        RequireName(zone.TryAdd(name, type, record), name);
        return this;
    }

    private async ValueTask<DnsResult<T>> AskAsync<T>(string name, DnsRecordType type, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DnsQuestion question = new(name, type);
        questions.Enqueue(question);
        if (BeforeAnswer is { } before)
        {
            await before(question, cancellationToken);
        }

        return zone.Resolve<T>(name, type);
    }
}
