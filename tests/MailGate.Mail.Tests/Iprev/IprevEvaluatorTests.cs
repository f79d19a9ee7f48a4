using System.Net;
using MailGate.Mail.Addresses;
using MailGate.Mail.Iprev;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Iprev;

public sealed class IprevEvaluatorTests
{
    private const string Reverse = "1.2.0.192.in-addr.arpa";

    [TestCase($"{Reverse} PTR mx.example.com\nmx.example.com A 192.0.2.1", IprevResultCode.Pass, "mx.example.com")]
    [TestCase($"{Reverse} PTR other.example\n{Reverse} PTR mx.example\nother.example A 192.0.2.9\nmx.example A 192.0.2.1", IprevResultCode.Pass, "mx.example")]
    [TestCase($"{Reverse} PTR mx.example\nmx.example A 192.0.2.9", IprevResultCode.Fail, "mx.example")]
    [TestCase($"{Reverse} PTR mx.example", IprevResultCode.Fail, "mx.example")]
    [TestCase($"{Reverse} PTR mx.example\nmx.example AAAA ::ffff:192.0.2.1", IprevResultCode.Fail, "mx.example")]
    [TestCase("other.example A 192.0.2.1", IprevResultCode.Permerror, null)]
    [TestCase($"{Reverse} SERVFAIL", IprevResultCode.Temperror, null)]
    [TestCase($"{Reverse} TIMEOUT", IprevResultCode.Temperror, null)]
    [TestCase($"{Reverse} PTR mx.example\nmx.example TIMEOUT", IprevResultCode.Temperror, "mx.example")]
    [TestCase($"{Reverse} PTR a.example\n{Reverse} PTR mx.example\na.example SERVFAIL\nmx.example A 192.0.2.1", IprevResultCode.Pass, "mx.example")]
    public async Task The_result_follows_RFC_8601_section_2_7_3(string records, IprevResultCode expected, string? hostname)
    {
        IprevResult result = await new IprevEvaluator(new FakeDns().Add(records)).CheckAsync(IPAddress.Parse("192.0.2.1"), default);

        Assert.That(result.Code, Is.EqualTo(expected));
        Assert.That(result.Hostname?.Ascii, Is.EqualTo(hostname));
        Assert.That(result.VerifiedHostname, expected == IprevResultCode.Pass ? Is.EqualTo(Domain.Parse(hostname!)) : Is.Null);
    }

    [Test]
    public async Task An_IPv4_address_within_IPv6_is_the_IPv4_address()
    {
        FakeDns dns = new FakeDns().Add($"{Reverse} PTR mx.example\nmx.example A 192.0.2.1");
        Assert.That((await new IprevEvaluator(dns).CheckAsync(IPAddress.Parse("::ffff:192.0.2.1"), default)).Code, Is.EqualTo(IprevResultCode.Pass));
    }

    [Test]
    public async Task An_IPv6_address_is_looked_up_under_ip6_arpa()
    {
        const string name = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa";
        FakeDns dns = new FakeDns().Add($"{name} PTR mx.example\nmx.example AAAA 2001:db8::1");
        Assert.That((await new IprevEvaluator(dns).CheckAsync(IPAddress.Parse("2001:db8::1"), default)).Code, Is.EqualTo(IprevResultCode.Pass));
    }

    [Test]
    public async Task Of_many_names_only_ten_are_looked_up()
    {
        FakeDns dns = new();
        dns.Add(string.Join('\n', Enumerable.Range(0, 50).Select(i => $"{Reverse} PTR n{i}.example\nn{i}.example A 192.0.2.{(i == 49 ? 1 : 9)}")));

        Assert.That((await new IprevEvaluator(dns).CheckAsync(IPAddress.Parse("192.0.2.1"), default)).Code, Is.EqualTo(IprevResultCode.Fail));
        Assert.That(dns.Questions, Has.Count.EqualTo(11));
    }
}
