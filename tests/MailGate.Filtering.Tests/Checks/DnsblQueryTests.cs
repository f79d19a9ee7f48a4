using System.Net;
using MailGate.Filtering.Checks;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Checks;

public sealed class DnsblQueryTests
{
    [TestCase("zen.spamhaus.org", "127.0.0.2", true)]
    [TestCase("zen.spamhaus.org", "127.1.2.3", true)]
    [TestCase("zen.spamhaus.org", "192.0.2.1", false)]
    [TestCase("zen.spamhaus.org", "127.255.255.254", false)]
    [TestCase("zen.spamhaus.org", "::1", false)]
    [TestCase("zen.spamhaus.org=127.0.0.[2..11]*3", "127.0.0.11", true)]
    [TestCase("zen.spamhaus.org=127.0.0.[2..11]*3", "127.0.0.12", false)]
    [TestCase("list.dnswl.org=127.0.[0..255].[1..3]*-4", "127.0.9.2", true)]
    [TestCase("list.dnswl.org=127.0.[0..255].[1..3]*-4", "127.0.9.0", false)]
    [TestCase("x.example=127.0.[0;2;10..20].4", "127.0.15.4", true)]
    [TestCase("x.example=127.0.[0;2;10..20].4", "127.0.3.4", false)]
    [TestCase("x.example=[127].0.0.2", "127.0.0.2", true)]
    public void An_answer_is_a_listing_or_not(string list, string answer, bool expected)
    {
        Assert.That(DnsblQuery.TryParse(list, out DnsblQuery? query, out string? problem), Is.True, problem);
        Assert.That(query!.IsListing(IPAddress.Parse(answer)), Is.EqualTo(expected));
    }

    [Test]
    public void Zone_and_weight_are_read()
    {
        DnsblQuery.TryParse(" Zen.Spamhaus.ORG=127.0.0.2*-3 ", out DnsblQuery? query, out _);

        Assert.That((query!.Zone.Ascii, query.Weight), Is.EqualTo(("zen.spamhaus.org", -3)));
    }

    [TestCase("")]
    [TestCase("not a zone")]
    [TestCase("x.example*")]
    [TestCase("x.example*y")]
    [TestCase("x.example=")]
    [TestCase("x.example=127.0.0")]
    [TestCase("x.example=127.0.0.2.")]
    [TestCase("x.example=127.0.0.2.3")]
    [TestCase("x.example=127.0.0.256")]
    [TestCase("x.example=127.0.0.[9..2]")]
    [TestCase("x.example=127.0.0.2..4")]
    [TestCase("x.example=127.0.0.[2..4")]
    [TestCase("x.example=127.0.0.[]")]
    [TestCase("=127.0.0.2")]
    public void What_is_no_list_is_refused_with_a_reason(string text)
    {
        Assert.That(DnsblQuery.TryParse(text, out _, out string? problem), Is.False);
        Assert.That(problem, Is.Not.Empty);
    }

    [Test]
    public void Random_text_never_throws()
    {
        Random random = new(5);
        const string alphabet = "127.0[]..;=*-ax ";
        for (int i = 0; i < 50_000; i++)
        {
            DnsblQuery.TryParse(string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => alphabet[random.Next(alphabet.Length)])), out _, out _);
        }
    }
}
