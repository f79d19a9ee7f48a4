using System.Net;
using BenchmarkDotNet.Attributes;
using MailGate.Mail.Dns;
using MailGate.Mail.Spf;

namespace MailGate.Benchmarks.Spf;

/// <summary>One SPF check while every answer and every record is in a cache: what a busy sender costs.</summary>
[MemoryDiagnoser]
public class SpfBenchmarks
{
    private const string Zone = """
        own.example TXT "v=spf1 ip4:192.0.2.0/24 -all"
        hosted.example TXT "v=spf1 include:_spf.big.example -all"
        _spf.big.example TXT "v=spf1 include:_a.big.example include:_b.big.example include:_c.big.example ~all"
        _a.big.example TXT "v=spf1 ip4:10.0.0.0/17 ip4:10.1.0.0/19 ip4:10.2.0.0/19 ip4:10.3.0.0/20 ip4:10.4.0.0/19 ip4:10.5.0.0/20 ip4:10.6.0.0/20 ip4:10.7.0.0/16 ~all"
        _b.big.example TXT "v=spf1 ip6:2001:db8:1::/36 ip6:2001:db8:2::/36 ip6:2001:db8:3::/36 ip6:2001:db8:4::/36 ip6:2001:db8:5::/36 ~all"
        _c.big.example TXT "v=spf1 ip4:10.8.0.0/16 ip4:10.9.0.0/19 ip4:10.10.0.0/20 ip4:10.11.0.0/20 ip4:198.51.100.0/24 ~all"
        self.example TXT "v=spf1 a mx exists:%{ir}.ok.%{d} -all"
        self.example A 10.0.0.1
        self.example MX 10 mx1.self.example
        self.example MX 20 mx2.self.example
        mx1.self.example A 10.0.0.2
        mx2.self.example A 10.0.0.3
        1.100.51.198.ok.self.example A 127.0.0.2
        """;

    private readonly IPAddress client = IPAddress.Parse("198.51.100.1");
    private SpfEvaluator evaluator = null!;
    private CachingResolver resolver = null!;

    /// <summary>Own network in one record; a big provider by four includes; address, exchanger and macro look-ups.</summary>
    [Params("own.example", "hosted.example", "self.example")]
    public string Domain { get; set; } = "";

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        RecordZone zone = new();
        foreach (string line in Zone.Split('\n'))
        {
            if (RecordLine.AddTo(zone, line) is { } error)
            {
                throw new FormatException(error);
            }
        }

        DnsOptions options = new();
        resolver = new CachingResolver(new ZoneClient(zone), options, TimeProvider.System, null);
        evaluator = new SpfEvaluator(resolver, TimeProvider.System);
        // The first check fills the caches.
        _ = await CheckAsync();
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await resolver.DisposeAsync();

    [Benchmark]
    public ValueTask<SpfResult> CheckAsync() => evaluator.CheckAsync(new SpfRequest(client, "mail.example", "user@" + Domain), CancellationToken.None);

    private sealed class ZoneClient(RecordZone zone) : IDnsClient
    {
        public Task<DnsResult<T>> QueryAsync<T>(string name, RecordKind<T> kind, CancellationToken cancellationToken) =>
            Task.FromResult(zone.Resolve<T>(name, kind.Type));
    }
}
