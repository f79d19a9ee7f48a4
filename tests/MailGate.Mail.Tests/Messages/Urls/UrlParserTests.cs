using MailGate.Mail.Messages.Urls;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages.Urls;

internal sealed class UrlParserTests
{
    [TestCase("http://Example.COM", "http://example.com/", MailUrlFlags.None)]
    [TestCase("HTTPS://example.com:443/a/../b?q#frag", "https://example.com/a/../b?q", MailUrlFlags.None)]
    [TestCase("http://example.com:8080/", "http://example.com:8080/", MailUrlFlags.Port)]
    [TestCase("http://user:pw@evil.example/", "http://evil.example/", MailUrlFlags.UserInfo)]
    [TestCase("http://good.example@evil.example", "http://evil.example/", MailUrlFlags.UserInfo)]
    [TestCase("http://1.2.3.4/x", "http://1.2.3.4/x", MailUrlFlags.IpHost)]
    [TestCase("http://0x7f000001/", "http://127.0.0.1/", MailUrlFlags.IpHost | MailUrlFlags.ObfuscatedIp)]
    [TestCase("http://2130706433/", "http://127.0.0.1/", MailUrlFlags.IpHost | MailUrlFlags.ObfuscatedIp)]
    [TestCase("http://0177.1/", "http://127.0.0.1/", MailUrlFlags.IpHost | MailUrlFlags.ObfuscatedIp)]
    [TestCase("http://[2001:DB8::1]:81/", "http://[2001:db8::1]:81/", MailUrlFlags.IpHost | MailUrlFlags.Port)]
    [TestCase("http:\\\\evil.example\\path", "http://evil.example/path", MailUrlFlags.Malformed)]
    [TestCase("http:evil.example", "http://evil.example/", MailUrlFlags.Malformed)]
    [TestCase("http:////evil.example", "http://evil.example/", MailUrlFlags.Malformed)]
    [TestCase("ht\ntp://ev\til.example/", "http://evil.example/", MailUrlFlags.Malformed)]
    [TestCase("http://%65vil.example/%41%2f", "http://evil.example/A%2F", MailUrlFlags.Malformed)]
    [TestCase("http://evil\u3002example/", "http://evil.example/", MailUrlFlags.None)]
    [TestCase("http://ev\u00adil.example/", "http://evil.example/", MailUrlFlags.Malformed)]
    [TestCase("http://\uff45vil.example/", "http://evil.example/", MailUrlFlags.None)]
    [TestCase("//evil.example/x", "http://evil.example/x", MailUrlFlags.Schemeless)]
    [TestCase("hxxp://evil.example/x", "http://evil.example/x", MailUrlFlags.None)]
    [TestCase("http://b\u00fccher.example/", "http://xn--bcher-kva.example/", MailUrlFlags.Punycode)]
    [TestCase("http://xn--bcher-kva.example/", "http://xn--bcher-kva.example/", MailUrlFlags.Punycode)]
    [TestCase("http://r.example/?u=http%3A%2F%2Fx.example", "http://r.example/?u=http%3A%2F%2Fx.example", MailUrlFlags.EmbedsUrl)]
    [TestCase("mailto:Joe@Example.com?subject=x", "mailto:Joe@Example.com", MailUrlFlags.None)]
    public void Addresses_are_read_as_browsers_do(string text, string normalized, MailUrlFlags flags)
    {
        MailUrl? url = UrlParser.Parse(text);
        Assert.That(url?.Normalized, Is.EqualTo(normalized));
        // A host beyond ASCII may also look like another; that is tested by itself.
        Assert.That(url!.Flags & ~MailUrlFlags.Homoglyph, Is.EqualTo(flags));
    }

    [TestCase("http://p\u0430ypal.com/", "paypal.com", MailUrlFlags.Punycode | MailUrlFlags.Homoglyph | MailUrlFlags.MixedScript)]
    [TestCase("http://\u0430\u0440\u0440\u04cf\u0435.com/", "apple.com", MailUrlFlags.Punycode | MailUrlFlags.Homoglyph)]
    [TestCase("http://xn--80ak6aa92e.com/", "apple.com", MailUrlFlags.Punycode | MailUrlFlags.Homoglyph)]
    [TestCase("http://\u043f\u0440\u0438\u0432\u0435\u0442.example/", "\u043fp\u0438be\u0442.example", MailUrlFlags.Punycode)]
    public void Hosts_that_look_like_others_are_noted(string text, string skeleton, MailUrlFlags flags)
    {
        MailUrl? url = UrlParser.Parse(text);
        Assert.That(url!.Flags, Is.EqualTo(flags));
        if ((flags & MailUrlFlags.Homoglyph) != 0)
        {
            Assert.That(url.HostSkeleton, Is.EqualTo(skeleton));
        }
    }

    [TestCase("")]
    [TestCase("/relative")]
    [TestCase("cid:part1@x")]
    [TestCase("data:text/html,x")]
    [TestCase("javascript:alert(1)")]
    [TestCase("tel:+123")]
    [TestCase("http://")]
    [TestCase("http:///?x")]
    [TestCase("http://a b/")]
    [TestCase("http://..example/")]
    [TestCase("mailto:nobody")]
    [TestCase("http://%00/")]
    public void What_leads_to_no_host_is_no_address(string text) => Assert.That(UrlParser.Parse(text), Is.Null);

    [Test]
    public void Random_addresses_are_read_without_an_exception()
    {
        Random random = new(13);
        byte[] seed = System.Text.Encoding.UTF8.GetBytes("http://user@xn--bcher-kva.example:80/%41?q=1#f http://[::1]/ 0x7f.1 b\u00fccher\u3002com");
        for (int round = 0; round < 20_000; round++)
        {
            string text = System.Text.Encoding.UTF8.GetString(MutationFuzzer.Mutate(seed, random));
            MailUrl? url = UrlParser.Parse(text);
            Assert.That(url is null || url.Host.Length is > 0 and <= 253, Is.True, text);
        }
    }
}
