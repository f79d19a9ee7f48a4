using MailGate.Mail.Dns;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dns;

[TestFixture]
internal sealed class ResolvConfTests
{
    [Test]
    public void Servers_and_options_are_read()
    {
        DnsOptions options = ResolvConf.Parse("# comment\nsearch example.com\nnameserver 192.0.2.53\r\n nameserver\t2001:db8::53 # second\n"
            + "options ndots:2 timeout:7 attempts:3\noptions rotate trust-ad use-vc edns0\n");
        Assert.That(options.Servers.Select(s => s.ToString()), Is.EqualTo(new[] { "192.0.2.53:53", "[2001:db8::53]:53" }));
        Assert.That(options, Has.Property(nameof(DnsOptions.Timeout)).EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(options.Attempts, Is.EqualTo(3));
        Assert.That((options.Rotate, options.TrustAd, options.UseTcp), Is.EqualTo((true, true, true)));
    }

    [Test]
    public void Without_a_server_it_is_this_host()
    {
        DnsOptions options = ResolvConf.Parse("nameserver\nnameserver nonsense\n;nameserver 192.0.2.53\n");
        Assert.That(options.Servers.Select(s => s.ToString()), Is.EqualTo(new[] { "127.0.0.1:53" }));
        Assert.That((options.Rotate, options.TrustAd, options.UseTcp), Is.EqualTo((false, false, false)));
    }

    [TestCase("options timeout:0", 2)]
    [TestCase("options timeout:-1", 2)]
    [TestCase("options timeout:", 2)]
    [TestCase("options timeout", 2)]
    [TestCase("options timeout:99999999999999", 2)]
    [TestCase("options timeout:1000", 30)]
    public void A_time_out_stays_within_reason(string line, int seconds) =>
        Assert.That(ResolvConf.Parse(line).Timeout, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
}
