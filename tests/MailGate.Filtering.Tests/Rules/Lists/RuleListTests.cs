using System.Net;
using System.Text;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Rules.Lists;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rules.Lists;

public class RuleListTests
{
    [Test]
    public void Strings_are_found_in_any_case_and_comments_are_not()
    {
        RuleList list = Read("# extensions\nexe\r\n  SCR  # screen savers\n\nc#\n");

        Assert.That(list.Count, Is.EqualTo(3));
        Assert.That(new[] { "EXE", "scr", "c#" }.All(list.Contains), Is.True);
        Assert.That(list.Contains("# extensions") || list.Contains("") || list.Contains("ex"), Is.False);
    }

    [Test]
    public void An_entry_with_at_means_every_address_of_the_domain()
    {
        RuleList list = Read("a@example.com\n@example.org");

        Assert.That(list.Contains("A@Example.com"), Is.True);
        Assert.That(list.Contains("b@example.com"), Is.False);
        Assert.That(list.Contains("any@example.org"), Is.True);
        Assert.That(list.Contains("any@sub.example.org"), Is.False);
    }

    [TestCase("example.com", true)]
    [TestCase("sub.example.com", false)]
    [TestCase("example.org", false)]
    [TestCase("a.b.example.org", true)]
    [TestCase("x.example.net", true)]
    [TestCase("badexample.org", false)]
    [TestCase("", false)]
    public void Domains_are_found_by_name_or_below_a_leading_dot(string domain, bool found) =>
        Assert.That(Read("example.com\n.example.org\n*.example.net").ContainsDomain(domain), Is.EqualTo(found));

    [TestCase("10.1.2.3", true)]
    [TestCase("11.0.0.0", false)]
    [TestCase("192.0.2.1", true)]
    [TestCase("192.0.2.2", false)]
    [TestCase("2001:db8:ffff::1", true)]
    [TestCase("2001:db9::1", false)]
    [TestCase("255.255.255.255", true)]
    [TestCase("0.0.0.0", false)]
    public void Addresses_are_found_in_ranges(string address, bool found) =>
        Assert.That(
            Read("10.0.0.0/9\n10.128.0.0/9\n192.0.2.1\n2001:db8::/32\n255.255.255.0/24\n10.5.0.0/16").Contains(IPAddress.Parse(address)),
            Is.EqualTo(found));

    [Test]
    public void A_hundred_thousand_entries_take_less_than_20_megabytes()
    {
        byte[] file = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 100_000).Select(number => $"host-{number}.some-domain.example")));
        List<RuleError> errors = [];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        RuleList list = RuleListReader.Read("big", "big.txt", file, errors)!;
        long after = GC.GetTotalMemory(forceFullCollection: true);

        TestContext.Out.WriteLine($"{after - before:N0} octets stay");
        Assert.That(after - before, Is.LessThan(20_000_000));
        Assert.That(list.Count, Is.EqualTo(100_000));
        Assert.That(list.ContainsDomain("host-99999.some-domain.example"), Is.True);
        Assert.That(list.ContainsDomain("host-100000.some-domain.example"), Is.False);
    }

    [Test]
    public void Binary_rubbish_is_an_error_with_its_line()
    {
        Assert.That(Errors([.. "good\nb"u8, 0, .. "d\n"u8, 0xff, 0xfe]), Is.EqualTo(new[]
        {
            "l.txt:2: not text: a list has one entry a line, in UTF-8",
            "l.txt:3: not text: a list has one entry a line, in UTF-8",
        }));
    }

    [Test]
    public void A_file_without_line_breaks_is_an_error() =>
        Assert.That(Errors(new byte[100_000].Select(_ => (byte)'x').ToArray()), Is.EqualTo(new[] { "l.txt:1: the entry is longer than 512 octets" }));

    [Test]
    public void A_list_with_thousands_of_mistakes_names_ten() => Assert.That(Errors(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\u0001\n", 5000)))), Has.Length.EqualTo(10));

    private static RuleList Read(string text) => RuleListReader.Read("l", "l.txt", Encoding.UTF8.GetBytes(text), [])!;

    private static string[] Errors(byte[] file)
    {
        List<RuleError> errors = [];
        Assert.That(RuleListReader.Read("l", "l.txt", file, errors), Is.Null);
        return [.. errors.Select(error => error.ToString())];
    }
}
