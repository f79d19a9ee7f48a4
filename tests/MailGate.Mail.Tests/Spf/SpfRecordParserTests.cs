using MailGate.Mail.Spf;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Spf;

public sealed class SpfRecordParserTests
{
    [TestCase("v=spf1")]
    [TestCase("V=SPF1 A MX PTR -ALL")]
    [TestCase("v=spf1  a   mx ")]
    [TestCase("v=spf1 a/0 a/32 a//0 a//128 a/24//64 a:x.example/24//64")]
    [TestCase("v=spf1 a:%{d}/24 mx:%{i}.%{d}//64 exists:%{l1r+-}._spf.%{d2} ptr:x.example")]
    [TestCase("v=spf1 a:%{d1r/} a:%{d127} a:%{D010} a:x%%y.example a:%{h}%% a:x.1-2")]
    [TestCase("v=spf1 ip4:0.0.0.0/0 ip4:255.255.255.255 ip6:::/0 ip6:::1 ip6:2001:db8::192.0.2.1/128")]
    [TestCase("v=spf1 foo=bar foo=%{c}%{r}%{t}/:= x.y-z_1= redirect=a.example exp=b.example")]
    public void A_record_that_follows_the_grammar_is_read(string record)
    {
        Assert.That(SpfRecordParser.IsSpfRecord(record));
        Assert.That(SpfRecordParser.TryParse(record, out _, out string problem), problem);
    }

    [TestCase("all:")]
    [TestCase("+")]
    [TestCase("++all")]
    [TestCase("a:")]
    [TestCase("a/")]
    [TestCase("a//")]
    [TestCase("a/08")]
    [TestCase("a/24/24")]
    [TestCase("a//64/24")]
    [TestCase("a/+5")]
    [TestCase("mx/1000")]
    [TestCase("ip4:192.0.2.1/24/24")]
    [TestCase("ip4:192.0.2.01")]
    [TestCase("ip4:192.0.2.256")]
    [TestCase("ip4:192.0.2.1.1")]
    [TestCase("ip4:")]
    [TestCase("ip4:2001:db8::1")]
    [TestCase("ip6:192.0.2.1")]
    [TestCase("ip6:fe80::1%eth0")]
    [TestCase("ip6:[::1]")]
    [TestCase("ip6:[::1]:25")]
    [TestCase("ip6:1:2:3:4:5:6:7:8:9")]
    [TestCase("include")]
    [TestCase("include/24")]
    [TestCase("exists:%{d}x")]
    [TestCase("exists:%{d}/24")]
    [TestCase("exists:%{d0}.example")]
    [TestCase("exists:%{d00}.example")]
    [TestCase("exists:%{d2rr}.example")]
    [TestCase("exists:%{dr2}.example")]
    [TestCase("exists:%{}.example")]
    [TestCase("exists:%{d.example")]
    [TestCase("exists:%{z}.example")]
    [TestCase("exists:%{d2;}.example")]
    [TestCase("exists:x.example%")]
    [TestCase("exists:x y.example")]
    [TestCase("redirect=%{t}.example")]
    [TestCase("redirect=a.example Redirect=b.example")]
    [TestCase("foo=%")]
    [TestCase("-foo=bar")]
    public void A_term_that_breaks_the_grammar_spoils_the_record(string term)
    {
        Assert.That(SpfRecordParser.TryParse($"v=spf1 +all {term}", out _, out string problem), Is.False);
        Assert.That(problem, Is.Not.Empty);
    }

    [Test]
    public void An_address_in_an_a_term_is_explained()
    {
        _ = SpfRecordParser.TryParse("v=spf1 a:192.0.2.1 -all", out _, out string problem);
        Assert.That(problem, Does.Contain("ip4:"));
    }

    [TestCase("v=spf10")]
    [TestCase("v=spf1\t-all")]
    [TestCase(" v=spf1 -all")]
    [TestCase("v=spf")]
    [TestCase("")]
    public void Another_version_is_another_kind_of_record(string text) => Assert.That(SpfRecordParser.IsSpfRecord(text), Is.False);
}
