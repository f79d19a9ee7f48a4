using MailGate.Mail.Dns;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dns;

[TestFixture]
internal sealed class DnsServerAddressTests
{
    [TestCase("127.0.0.1", "127.0.0.1:53")]
    [TestCase("127.0.0.1:5353", "127.0.0.1:5353")]
    [TestCase("::1", "[::1]:53")]
    [TestCase("[::1]", "[::1]:53")]
    [TestCase("[::1]:5353", "[::1]:5353")]
    [TestCase("2001:db8::53", "[2001:db8::53]:53")]
    public void A_server_is_an_address_and_perhaps_a_port(string text, string expected)
    {
        Assert.That(DnsServerAddress.TryParse(text, out System.Net.IPEndPoint? server), Is.True);
        Assert.That(server!.ToString(), Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("dns.example")]
    [TestCase("dns.example:53")]
    [TestCase("127.0.0.1:")]
    [TestCase("127.0.0.1:0")]
    [TestCase("127.0.0.1:65536")]
    [TestCase("127.0.0.1:+5")]
    [TestCase("127.1")]
    [TestCase("1")]
    [TestCase(":53")]
    [TestCase("[::1")]
    [TestCase("[::1]53")]
    [TestCase("[127.0.0.1]:53")]
    [TestCase("[]:53")]
    public void Anything_else_is_refused(string text) => Assert.That(DnsServerAddress.TryParse(text, out _), Is.False);
}
