using System.Net;
using MailGate.Mail.Dns;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dns;

[TestFixture]
internal sealed class ReverseNameTests
{
    [TestCase("192.0.2.1", "1.2.0.192.in-addr.arpa")]
    [TestCase("::ffff:192.0.2.1", "1.2.0.192.in-addr.arpa")]
    [TestCase("2001:db8::567:89ab", "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa")]
    [TestCase("fe80::1%3", "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.e.f.ip6.arpa")]
    public void An_address_has_its_reverse_name(string address, string expected) => Assert.That(ReverseName.Of(IPAddress.Parse(address)), Is.EqualTo(expected));

    [Test]
    public void A_block_list_has_the_same_labels_below_its_own_name() =>
        Assert.That(ReverseName.Of(IPAddress.Parse("127.0.0.2"), "zen.example"), Is.EqualTo("2.0.0.127.zen.example"));
}
