using System.Text;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages;

public sealed class AuthenticationResultsClaimsTests
{
    private const string Ours = "mx.gateway.example";

    [TestCase("mx.gateway.example; spf=pass")]
    [TestCase("mx.gateway.example 1; spf=pass")]
    [TestCase("mx.gateway.example")]
    [TestCase("MX.GATEWAY.EXAMPLE;spf=pass")]
    [TestCase("\"mx.gateway.example\"; spf=pass")]
    [TestCase("\"mx\\.gateway.example\"; spf=pass")]
    [TestCase("\" mx.gateway.example \"; spf=pass")]
    [TestCase("mx.gateway.example.; spf=pass")]
    [TestCase("(a (b) \\) c)\r\n\t(d)mx.gateway.example(e); spf=pass")]
    [TestCase("mx.gateway.example garbage; spf=pass")]
    [TestCase("mx.gateway.example = = x")]
    [TestCase("mx.gateway.example/1; spf=pass")]
    [TestCase("mx.gateway.example:25; spf=pass")]
    [TestCase("<mx.gateway.example>; spf=pass")]
    [TestCase("other.example mx.gateway.example; spf=pass")]
    [TestCase("(mx.gateway.example; spf=pass")]
    [TestCase("\"mx.gateway.example; spf=pass")]
    [TestCase("; mx.gateway.example; spf=pass")]
    [TestCase("i=1; mx.gateway.example; spf=pass")]
    [TestCase("mx.(c)gateway.example; spf=pass")]
    [TestCase("\"mx.\"gateway.example; spf=pass")]
    [TestCase("mx.gateway.example\0; spf=pass")]
    [TestCase("mx. gateway. example; spf=pass")]
    [TestCase("=?utf-8?q?mx=2Egateway=2Eexample?=; spf=pass")]
    public void Every_spelling_of_our_id_is_ours(string value) => Assert.That(IsClaimed(value, Ours));

    [TestCase("other.example; spf=pass")]
    [TestCase("gateway.example; spf=pass")]
    [TestCase("a.mx.gateway.example; spf=pass")]
    [TestCase("mx.gateway.example.net; spf=pass")]
    [TestCase("other.example (mx.gateway.example); spf=pass smtp.mailfrom=mx.gateway.example")]
    [TestCase("other.example 1; none")]
    [TestCase("other.example garbage; spf=pass")]
    [TestCase("")]
    public void Another_id_is_not_ours(string value) => Assert.That(IsClaimed(value, Ours), Is.False);

    [TestCase("xn--bcher-kva.example; none", "b\u00fccher.example")]
    [TestCase("b\u00fccher.example; none", "xn--bcher-kva.example")]
    [TestCase("B\u00dcCHER.example; none", "xn--bcher-kva.example")]
    [TestCase("b\u00fccher.example garbage; none", "xn--bcher-kva.example")]
    [TestCase("My Gateway; none", "my gateway")]
    [TestCase("\"My Gateway\"; none", "my gateway")]
    public void Ids_are_compared_as_names(string value, string ours) => Assert.That(IsClaimed(value, ours));

    [Test]
    public void Only_this_field_is_looked_at()
    {
        HeaderSection section = HeaderSection.Parse(Encoding.UTF8.GetBytes(
            $"Subject: {Ours}\r\nARC-Authentication-Results: i=1; {Ours}; spf=pass\r\nauthentication-results : {Ours}; none\r\nAuthentication-Results: x.example; none\r\n"));
        Assert.That(AuthenticationResultsClaims.Find(section, Ours), Is.EqualTo(new[] { 2 }));
    }

    private static bool IsClaimed(string value, string ours)
    {
        HeaderSection section = HeaderSection.Parse(Encoding.UTF8.GetBytes($"Authentication-Results: {value}\r\n"));
        return AuthenticationResultsClaims.IsClaimedBy(section.Fields[0], ours);
    }
}
