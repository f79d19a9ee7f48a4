using System.Net;
using MailGate.Mail.Spf;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Spf;

public sealed class SpfMacroExpanderTests
{
    [TestCase("%{s}", "strong-bad@email.example.com")]
    [TestCase("%{o}", "email.example.com")]
    [TestCase("%{d}", "email.example.com")]
    [TestCase("%{d4}", "email.example.com")]
    [TestCase("%{d3}", "email.example.com")]
    [TestCase("%{d2}", "example.com")]
    [TestCase("%{d1}", "com")]
    [TestCase("%{dr}", "com.example.email")]
    [TestCase("%{d2r}", "example.email")]
    [TestCase("%{l}", "strong-bad")]
    [TestCase("%{l-}", "strong.bad")]
    [TestCase("%{lr}", "strong-bad")]
    [TestCase("%{lr-}", "bad.strong")]
    [TestCase("%{l1r-}", "strong")]
    [TestCase("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com")]
    [TestCase("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com")]
    [TestCase("%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com")]
    [TestCase("%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "3.2.0.192.in-addr.strong.lp._spf.example.com")]
    [TestCase("%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net")]
    public void Rfc7208_7_4_examples(string text, string expected) => Assert.That(Expand(text, "192.0.2.3"), Is.EqualTo(expected));

    [Test]
    public void Rfc7208_7_4_example_for_ipv6() => Assert.That(
        Expand("%{ir}.%{v}._spf.%{d2}", "2001:db8::cb01"),
        Is.EqualTo("1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com").IgnoreCase);

    [TestCase("%{l+}", "a++b+", "a..b.", TestName = "RFC 7208 7.3: empty parts are kept")]
    [TestCase("%{l2+}", "a++b+", "b.", TestName = "RFC 7208 7.3: empty parts count")]
    [TestCase("%{L}", "a b&c\u00e9~", "a%20b%26c%C3%A9~", TestName = "RFC 7208 7.3: upper case escapes")]
    [TestCase("%{l999999999999}", "a.b", "a.b", TestName = "RFC 7208 7.3: more parts than there are")]
    [TestCase("%{t} %{r}", "x", "1767268800 mx.example.org", TestName = "RFC 7208 7.2: the letters for explanations")]
    public void Transformers(string text, string localPart, string expected) => Assert.That(Expand(text, "192.0.2.3", localPart), Is.EqualTo(expected));

    [Test]
    public void An_expansion_has_a_bound()
    {
        string text = string.Concat(Enumerable.Repeat("%{l}", 1000));
        Assert.That(Expand(text, "192.0.2.3", new string('x', 64)), Is.Null);
    }

    private static string? Expand(string text, string client, string localPart = "strong-bad")
    {
        Assert.That(SpfMacroParser.TryParseExplanation(text, out SpfMacroString? macros));
        SpfMacroValues values = new(localPart, "email.example.com", IPAddress.Parse(client), "h.example", "mx.example.org", new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        return SpfMacroExpander.Expand(macros!, values, "email.example.com", "unknown");
    }
}
