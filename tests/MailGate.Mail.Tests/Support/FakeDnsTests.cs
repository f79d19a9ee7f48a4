using MailGate.Mail.Dns;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Support;

[TestFixture]
internal sealed class FakeDnsTests
{
    [Test]
    public async Task It_answers_what_was_added_and_remembers_what_was_asked()
    {
        FakeDns dns = new FakeDns().Add("""
            a.example MX 10 mx.example
            b.example TIMEOUT
            """).AddTxt("a.example", "as \"it\" is\\").Fail("c.example", DnsStatus.ServerFailure);
        Assert.That((await dns.ResolveMxAsync("a.example", default)).Records, Is.EqualTo(new[] { new MxRecord(10, "mx.example") }));
        Assert.That((await dns.ResolveTxtAsync("a.example", default)).Records, Is.EqualTo(new[] { new TxtRecord("as \"it\" is\\") }));
        Assert.That((await dns.ResolveAAsync("b.example", default)).Status, Is.EqualTo(DnsStatus.Timeout));
        Assert.That((await dns.ResolveAAsync("c.example", default)).Status, Is.EqualTo(DnsStatus.ServerFailure));
        Assert.That(dns.Questions, Has.Count.EqualTo(4));
        Assert.That(dns.Questions[0], Is.EqualTo(new DnsQuestion("a.example", DnsRecordType.Mx)));
    }

    [Test]
    public void A_bad_line_throws() => Assert.That(() => new FakeDns().Add("a.example A nonsense"), Throws.TypeOf<FormatException>());
}
