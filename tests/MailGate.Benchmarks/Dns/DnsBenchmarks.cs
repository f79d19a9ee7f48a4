using System.Net;
using BenchmarkDotNet.Attributes;
using MailGate.Mail.Dns;

namespace MailGate.Benchmarks.Dns;

/// <summary>Reading a reply as it comes from the wire, and a lookup that the cache answers: one of the two for each DNS question of a message.</summary>
[MemoryDiagnoser]
public class DnsBenchmarks
{
    private static readonly byte[] Question = [7, .. "example"u8, 3, .. "com"u8, 0];

    // example.com TXT, three records: SPF, a site verification, and one of two strings.
    private static readonly byte[] Reply =
    [
        0x12, 0x34, 0x81, 0x80, 0, 1, 0, 3, 0, 0, 0, 1,
        .. Question, 0, 16, 0, 1,
        .. Txt("v=spf1 include:_spf.example.com ip4:192.0.2.0/24 -all"),
        .. Txt("site-verification=4f8a0c2b9d6e4f8a0c2b9d6e4f8a0c2b"),
        .. Txt(new string('k', 200), new string('p', 190)),
        0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0,
    ];

    private CachingResolver resolver = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        resolver = new CachingResolver(new ReplyingClient(), new DnsOptions { Servers = [new IPEndPoint(IPAddress.Loopback, 53)] }, TimeProvider.System, null);
        await resolver.ResolveTxtAsync("example.com", CancellationToken.None);
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await resolver.DisposeAsync();

    [Benchmark]
    public int ReadReply() => DnsReplyReader.Read(Reply, Question, RecordKinds.Txt).Records.Count;

    [Benchmark]
    public bool CachedLookup() => resolver.ResolveTxtAsync("example.com", CancellationToken.None).IsCompletedSuccessfully;

    private static byte[] Txt(params string[] strings)
    {
        byte[] data = [.. strings.SelectMany(s => (byte[])[(byte)s.Length, .. System.Text.Encoding.Latin1.GetBytes(s)])];
        return [0xC0, 12, 0, 16, 0, 1, 0, 0, 14, 16, (byte)(data.Length >> 8), (byte)data.Length, .. data];
    }

    /// <summary>Has the reply at once.</summary>
    private sealed class ReplyingClient : IDnsClient
    {
        public Task<DnsResult<T>> QueryAsync<T>(string name, RecordKind<T> kind, CancellationToken cancellationToken)
        {
            DnsReply<T> reply = DnsReplyReader.Read(Reply, Question, kind);
            return Task.FromResult(new DnsResult<T>(DnsStatus.Answer, reply.Records, reply.TimeToLive));
        }
    }
}
