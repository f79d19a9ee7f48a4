using MailGate.Filtering.Rewriting;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rewriting;

public sealed class DomainSetTests
{
    private static readonly DomainSet Set = Create("example.com", "*.example.org", "b\u00fccher.example");

    [TestCase("example.com", true)]
    [TestCase("EXAMPLE.com", true)]
    [TestCase("sub.example.com", false)]
    [TestCase("example.org", false)]
    [TestCase("a.b.example.org", true)]
    [TestCase("notexample.org", false)]
    [TestCase("xn--bcher-kva.example", true)]
    [TestCase("example.com.evil.example", false)]
    [TestCase("not a domain", false)]
    [TestCase("", false)]
    public void A_domain_is_listed_itself_or_below_a_star(string domain, bool expected) => Assert.That(Set.Contains(domain), Is.EqualTo(expected));

    [TestCase("user@example.com", true)]
    [TestCase("user@evil.example@example.com", true)]
    [TestCase("user%example.com@evil.example", false)]
    [TestCase("postmaster", false)]
    public void The_domain_of_an_address_is_what_follows_its_last_at(string address, bool expected) =>
        Assert.That(Set.ContainsDomainOf(address), Is.EqualTo(expected));

    [Test]
    public void Entries_that_are_no_domains_are_all_named()
    {
        Assert.That(DomainSet.TryCreate(["good.example", "bad domain", "*."], out DomainSet? set, out IReadOnlyList<string> errors), Is.False);
        Assert.That(set, Is.Null);
        Assert.That(errors, Has.Count.EqualTo(2));
    }

    private static DomainSet Create(params string[] entries) => DomainSet.TryCreate(entries, out DomainSet? set, out _) ? set : throw new ArgumentException("bad entry");
}
