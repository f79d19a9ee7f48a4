using System.Net;
using MailGate.Mail.Dns;
using NUnit.Framework;

namespace MailGate.EndToEnd.Dns;

/// <summary>The resolver against an authoritative server of another author.</summary>
[TestFixture]
[Category("Knot")]
internal sealed class KnotResolverTests
{
    private static readonly Dictionary<string, string?> Zones = new()
    {
        ["example.test"] = $"""
            @          A     192.0.2.1
            @          AAAA  2001:db8::1
            @          MX    10 mx1
            @          MX    20 mx2.example.test.
            @          TXT   "v=spf1 mx" " -all"
            @          TXT   "quote \" backslash \\ octet \233"
            brief 7    A     192.0.2.7
            null       MX    0 .
            alias      CNAME @
            far        CNAME text.tcp.test.
            lost       CNAME nothing.tcp.test.
            sick       CNAME any.broken.test.
            loop1      CNAME loop2
            loop2      CNAME loop1
            deep.node  A     192.0.2.2
            *.wild     TXT   "wild"
            _25._tcp   TLSA  3 1 1 {new string('a', 64)}
            _imap._tcp SRV   1 2 993 imap
            large      TXT   {string.Join(' ', Enumerable.Repeat($"\"{new string('x', 250)}\"", 12))}
            """,
        ["tcp.test"] = "text TXT \"over TCP\"\n",
        ["broken.test"] = null,
        ["2.0.192.in-addr.arpa"] = "1 PTR host.example.test.\n2 PTR a\\.b.example.test.\n",
    };

    private KnotServer knot = null!;
    private CachingResolver dns = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        knot = await KnotServer.StartAsync(Zones, "tcp.test");
        dns = new CachingResolver(new DnsOptions { Servers = [knot.EndPoint] });
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (knot is not null)
        {
            await dns.DisposeAsync();
            await knot.DisposeAsync();
        }
    }

    [Test]
    public async Task Records_of_every_type_are_read()
    {
        Assert.That(Addresses(await dns.ResolveAAsync("example.test", default)), Is.EqualTo(new[] { "192.0.2.1" }));
        Assert.That(Addresses(await dns.ResolveAaaaAsync("EXAMPLE.test", default)), Is.EqualTo(new[] { "2001:db8::1" }));
        Assert.That((await dns.ResolveMxAsync("example.test", default)).Records,
            Is.EquivalentTo(new[] { new MxRecord(10, "mx1.example.test"), new MxRecord(20, "mx2.example.test") }));
        Assert.That((await dns.ResolveMxAsync("null.example.test", default)).Records, Is.EqualTo(new[] { new MxRecord(0, "") }));
        Assert.That((await dns.ResolveTxtAsync("example.test", default)).Records,
            Is.EquivalentTo(new[] { new TxtRecord("v=spf1 mx -all"), new TxtRecord("quote \" backslash \\ octet \u00e9") }));
        Assert.That((await dns.ResolveNsAsync("example.test", default)).Records, Is.EqualTo(new[] { new NameRecord("ns.example.test") }));
        Assert.That((await dns.ResolveCnameAsync("alias.example.test", default)).Records, Is.EqualTo(new[] { new NameRecord("example.test") }));
        Assert.That((await dns.ResolveSrvAsync("_imap._tcp.example.test", default)).Records, Is.EqualTo(new[] { new SrvRecord(1, 2, 993, "imap.example.test") }));
        TlsaRecord tlsa = (await dns.ResolveTlsaAsync("_25._tcp.example.test", default)).Records.Single();
        Assert.That((tlsa.Usage, tlsa.Selector, tlsa.MatchingType, tlsa.AssociationData.Length), Is.EqualTo(((byte)3, (byte)1, (byte)1, 32)));
    }

    [TestCase("192.0.2.1", "host.example.test")]
    [TestCase("192.0.2.2", "a\\.b.example.test")]
    public async Task An_address_has_a_name(string address, string expected) =>
        Assert.That((await dns.ResolvePtrAsync(ReverseName.Of(IPAddress.Parse(address)), default)).Records, Is.EqualTo(new[] { new NameRecord(expected) }));

    [TestCase("alias.example.test", DnsStatus.Answer)]
    [TestCase("x.y.wild.example.test", DnsStatus.Answer)]
    [TestCase("mx1.example.test", DnsStatus.NxDomain)]
    [TestCase("node.example.test", DnsStatus.NoData)]
    [TestCase("deep.node.example.test", DnsStatus.NoData)]
    [TestCase("far.example.test", DnsStatus.Answer)]
    [TestCase("lost.example.test", DnsStatus.NxDomain)]
    [TestCase("sick.example.test", DnsStatus.ServerFailure)]
    [TestCase("loop1.example.test", DnsStatus.ServerFailure)]
    [TestCase("text.tcp.test", DnsStatus.Answer)]
    [TestCase("other.tcp.test", DnsStatus.NxDomain)]
    [TestCase("any.broken.test", DnsStatus.ServerFailure)]
    [TestCase("somebody.elses.invalid", DnsStatus.ServerFailure)]
    public async Task Absence_and_failure_have_their_own_results(string name, DnsStatus expected) =>
        Assert.That((await dns.ResolveTxtAsync(name, default)).Status, Is.EqualTo(expected));

    [Test]
    public async Task An_answer_that_does_not_fit_udp_comes_over_tcp()
    {
        DnsResult<TxtRecord> result = await dns.ResolveTxtAsync("large.example.test", default);
        Assert.That(result.Records.Single().Text, Is.EqualTo(new string('x', 3000)));
    }

    [Test]
    public async Task Times_to_live_are_the_zones()
    {
        Assert.That((await dns.ResolveAAsync("brief.example.test", default)).TimeToLive, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(7)).And.GreaterThan(TimeSpan.Zero));
        Assert.That((await dns.ResolveAAsync("none.example.test", default)).TimeToLive, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(60)).And.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public async Task A_dead_server_is_left_for_this_one()
    {
        IPEndPoint nobody = new(IPAddress.Loopback, 9);
        await using CachingResolver two = new(new DnsOptions { Servers = [nobody, knot.EndPoint] });
        Assert.That((await two.ResolveAAsync("example.test", default)).Status, Is.EqualTo(DnsStatus.Answer));
    }

    [Test]
    public async Task A_thousand_questions_at_once_are_all_answered()
    {
        DnsResult<TxtRecord>[] results = await Task.WhenAll(
            Enumerable.Range(0, 1000).Select(i => dns.ResolveTxtAsync($"n{i}.wild.example.test", default).AsTask()));
        Assert.That(results.Select(r => r.Status), Is.All.EqualTo(DnsStatus.Answer));
    }

    private static string[] Addresses(DnsResult<AddressRecord> result) => [.. result.Records.Select(r => r.Address.ToString())];
}
