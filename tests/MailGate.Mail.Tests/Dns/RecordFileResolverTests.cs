using MailGate.Mail.Dns;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dns;

[TestFixture]
internal sealed class RecordFileResolverTests
{
    [TestCase("a.example TXT \"one\" \"two\"", "onetwo")]
    [TestCase("a.example TXT \"one;two\" ; a comment", "one;two")]
    [TestCase("a.example. 300 IN TXT \"v=spf1 -all\"", "v=spf1 -all")]
    [TestCase("A.Example txt \"q\\\"q\\\\ \\233\"", "q\"q\\ \u00e9")]
    [TestCase("a.example TXT v=DKIM1; p=abc", "v=DKIM1; p=abc")]
    [TestCase("a.example TXT \"\"", "")]
    [TestCase("a.example TXT \"é\"", "\u00c3\u00a9")]
    public async Task Text_is_read_as_in_a_zone_file(string line, string expected)
    {
        DnsResult<TxtRecord> result = await RecordFileResolver.Parse(line).ResolveTxtAsync("a.EXAMPLE", default);
        Assert.That(result.Status, Is.EqualTo(DnsStatus.Answer));
        Assert.That(result.Records, Is.EqualTo(new[] { new TxtRecord(expected) }));
    }

    [TestCase("a%b  c.example A 192.0.2.1", "a%b  c.example")]
    [TestCase("a\\ \\032b.example 60 IN A 192.0.2.1", "a  b.example")]
    [TestCase("\\097\\.b.example A 192.0.2.1", "a\\.b.example")]
    public async Task A_name_may_hold_spaces_and_escapes(string line, string name) =>
        Assert.That((await RecordFileResolver.Parse(line).ResolveAAsync(name, default)).Status, Is.EqualTo(DnsStatus.Answer));

    [TestCase("a.example TXT \"open", "a quote is not closed")]
    [TestCase("a.example TXT", "expected a text; write \"\" for an empty one")]
    [TestCase("a.example TXT a\"b", "a quote in a text that does not begin with one; write \\\"")]
    [TestCase("a.example TXT \"a\" b", "'b' between quoted strings")]
    [TestCase("a.example TXT \"\\256\"", "a broken escape: write \\\" or \\\\ or \\DDD with DDD up to 255")]
    [TestCase("a.example A 1.2.3", "expected an IPv4 address")]
    [TestCase("a.example A ::1", "expected an IPv4 address")]
    [TestCase("a.example AAAA 1.2.3.4", "expected an IPv6 address")]
    [TestCase("a.example MX mx.example", "expected 'preference exchange'")]
    [TestCase("a.example MX 65536 mx.example", "expected 'preference exchange'")]
    [TestCase("a.example SRV 1 2 mx.example", "expected 'priority weight port target'")]
    [TestCase("a.example TLSA 3 1 1 abc", "expected 'usage selector matching-type hex'")]
    [TestCase("a.example NS a..b", "expected one domain name")]
    [TestCase("a.example SERVFAIL now", "SERVFAIL takes no value")]
    [TestCase("a.example", "expected 'name type value'")]
    [TestCase("a.example SPF \"v=spf1\"", "unknown type 'SPF': expected A, AAAA, CNAME, MX, NS, PTR, SRV, TLSA, TXT, SERVFAIL or TIMEOUT")]
    [TestCase("a.example A,MX 1", "unknown type 'A,MX': expected A, AAAA, CNAME, MX, NS, PTR, SRV, TLSA, TXT, SERVFAIL or TIMEOUT")]
    [TestCase("a.example CNAME TXT x", "expected one domain name")]
    [TestCase("a..example A 192.0.2.1", "'a..example' is not a domain name")]
    public void A_bad_line_is_named_with_its_number(string line, string error)
    {
        Assert.That(RecordFileResolver.TryParse("; a comment\n\n" + line, out RecordFileResolver? resolver, out IReadOnlyList<string> errors), Is.False);
        Assert.That(resolver, Is.Null);
        Assert.That(errors, Is.EqualTo(new[] { "line 3: " + error }));
    }

    [Test]
    public void All_bad_lines_are_reported_together()
    {
        FormatException? thrown = Assert.Throws<FormatException>(() => RecordFileResolver.Parse("a A\nb.example A 192.0.2.1\r\nc"));
        Assert.That(thrown!.Message, Does.Contain("line 1: ").And.Contain("line 3: ").And.Not.Contain("line 2"));
    }

    [Test]
    public async Task Every_type_has_its_record()
    {
        RecordFileResolver dns = RecordFileResolver.Parse("""
            a.example A 192.0.2.1
            a.example AAAA 2001:DB8::1
            a.example MX 10 MX.example.
            a.example MX 0 .
            a.example NS ns.example
            _25._tcp.a.example TLSA 3 1 1 AB cd
            _imap._tcp.a.example SRV 1 2 993 imap.example.
            1.2.0.192.in-addr.arpa PTR a.example.
            alias.example CNAME a.example.
            """);
        Assert.That((await dns.ResolveAAsync("a.example.", default)).Records[0].Address.ToString(), Is.EqualTo("192.0.2.1"));
        Assert.That((await dns.ResolveAaaaAsync("a.example", default)).Records[0].Address.ToString(), Is.EqualTo("2001:db8::1"));
        Assert.That((await dns.ResolveMxAsync("a.example", default)).Records, Is.EqualTo(new[] { new MxRecord(10, "mx.example"), new MxRecord(0, "") }));
        Assert.That((await dns.ResolveNsAsync("a.example", default)).Records, Is.EqualTo(new[] { new NameRecord("ns.example") }));
        Assert.That((await dns.ResolvePtrAsync("1.2.0.192.in-addr.arpa", default)).Records, Is.EqualTo(new[] { new NameRecord("a.example") }));
        Assert.That((await dns.ResolveCnameAsync("alias.example", default)).Records, Is.EqualTo(new[] { new NameRecord("a.example") }));
        Assert.That((await dns.ResolveSrvAsync("_imap._tcp.a.example", default)).Records, Is.EqualTo(new[] { new SrvRecord(1, 2, 993, "imap.example") }));
        TlsaRecord tlsa = (await dns.ResolveTlsaAsync("_25._tcp.a.example", default)).Records[0];
        Assert.That((tlsa.Usage, tlsa.Selector, tlsa.MatchingType), Is.EqualTo(((byte)3, (byte)1, (byte)1)));
        Assert.That(tlsa.AssociationData.ToArray(), Is.EqualTo(new byte[] { 0xAB, 0xCD }));
    }

    [TestCase("absent.example", DnsStatus.NxDomain)]
    [TestCase("a..b", DnsStatus.NxDomain)]
    [TestCase("bücher.example", DnsStatus.NxDomain)]
    [TestCase("sub.a.example", DnsStatus.NxDomain)]
    [TestCase("example", DnsStatus.NoData)]
    [TestCase("between.example", DnsStatus.NoData)]
    [TestCase("a.example", DnsStatus.NoData)]
    [TestCase("late.example", DnsStatus.Timeout)]
    [TestCase("sick.example", DnsStatus.ServerFailure)]
    [TestCase("x.y.wild.example", DnsStatus.Answer)]
    [TestCase("wild.example", DnsStatus.NoData)]
    [TestCase("held.wild.example", DnsStatus.NoData)]
    [TestCase("x.held.wild.example", DnsStatus.NxDomain)]
    [TestCase("to-text.example", DnsStatus.Answer)]
    [TestCase("to-nothing.example", DnsStatus.NxDomain)]
    [TestCase("to-late.example", DnsStatus.Timeout)]
    [TestCase("loop.example", DnsStatus.ServerFailure)]
    [TestCase("mixed.example", DnsStatus.Answer)]
    public async Task Absence_and_failure_have_their_own_results(string name, DnsStatus expected)
    {
        RecordFileResolver dns = RecordFileResolver.Parse("""
            a.example A 192.0.2.1
            deep.between.example A 192.0.2.1
            late.example TIMEOUT
            sick.example SERVFAIL
            *.wild.example TXT "wild"
            held.wild.example A 192.0.2.1
            to-text.example CNAME to-wild.example
            to-wild.example CNAME z.wild.example
            to-nothing.example CNAME absent.example
            to-late.example CNAME late.example
            loop.example CNAME loop2.example
            loop2.example CNAME loop.example
            mixed.example TXT "answers"
            mixed.example TIMEOUT
            """);
        DnsResult<TxtRecord> result = await dns.ResolveTxtAsync(name, default);
        Assert.That(result.Status, Is.EqualTo(expected));
        Assert.That(result.Records, Has.Count.EqualTo(expected == DnsStatus.Answer ? 1 : 0));
    }

    [Test]
    public async Task The_smallest_time_to_live_on_the_way_counts()
    {
        RecordFileResolver dns = RecordFileResolver.Parse("a.example 20 CNAME b.example\nb.example 60 A 192.0.2.1\nb.example 40 A 192.0.2.2");
        Assert.That((await dns.ResolveAAsync("b.example", default)).TimeToLive, Is.EqualTo(TimeSpan.FromSeconds(40)));
        Assert.That((await dns.ResolveAAsync("a.example", default)).TimeToLive, Is.EqualTo(TimeSpan.FromSeconds(20)));
    }
}
