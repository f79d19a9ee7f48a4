using System.Net;
using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Mail.Messages;
using MailGate.Mail.Spf;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Spf;

public sealed class ReceivedSpfTests
{
    private static readonly SpfResult Pass = new(SpfResultCode.Pass, SpfIdentity.MailFrom) { Domain = Domain.Parse("example.com"), Mechanism = "ip4:192.0.2.1" };

    [Test]
    public void A_pass_is_written_with_its_facts()
    {
        string field = ReceivedSpf.Write(new SpfRequest(IPAddress.Parse("::ffff:192.0.2.1"), "foo.example.com", "myname@example.com"), Pass, "mx.example.org");
        Assert.That(field, Is.EqualTo(
            "Received-SPF: pass (mx.example.org: domain of example.com designates 192.0.2.1\r\n"
            + " as permitted sender) client-ip=192.0.2.1; envelope-from=\"myname@example.com\";\r\n"
            + " helo=foo.example.com; receiver=mx.example.org; identity=mailfrom;\r\n"
            + " mechanism=\"ip4:192.0.2.1\";\r\n"));
    }

    [Test]
    public void An_error_is_written_with_its_problem()
    {
        SpfResult error = new(SpfResultCode.Permerror, SpfIdentity.Helo) { Domain = Domain.Parse("example.com"), Problem = "two (2) records" };
        Assert.That(
            ReceivedSpf.Write(new SpfRequest(IPAddress.IPv6Loopback, "example.com", ""), error, "mx.example.org"),
            Does.EndWith("client-ip=\"::1\"; envelope-from=\"\";\r\n helo=example.com; receiver=mx.example.org; identity=helo;\r\n problem=\"two (2) records\";\r\n"));
    }

    [TestCase("x\r\nX-Evil: 1")]
    [TestCase("x\"; spf=pass (")]
    [TestCase("\\")]
    [TestCase("(((")]
    [TestCase("\0\u00e9\ud800")]
    public void Nothing_that_a_client_sends_breaks_the_field(string evil)
    {
        SpfResult result = Pass with { Mechanism = evil };
        string field = ReceivedSpf.Write(new SpfRequest(IPAddress.Loopback, evil, evil + new string('x', 5000)), result, "mx.example.org");
        HeaderSection section = HeaderSection.Parse(Encoding.Latin1.GetBytes(field + "\r\n"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(section.Fields, Has.Count.EqualTo(1));
            Assert.That(section.MalformedLines, Is.Zero);
            Assert.That(field, Does.Match("^[\x20-\x7e\r\n]+$"));
            Assert.That(field.Split("\r\n"), Has.All.Length.LessThan(998));
            Assert.That(field.Split('"'), Has.Length.GreaterThan(1));
        }
    }
}
