using MailGate.Mail.Addresses;
using MailGate.Mail.PublicSuffix;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.PublicSuffix;

public sealed class PublicSuffixListTests
{
    private static readonly Lazy<PublicSuffixList> Official =
        new(() => PublicSuffixList.Load(Repository.ConformanceFile("dmarc", "psl", "public_suffix_list.dat")!));

    [TestCaseSource(nameof(Cases))]
    public void Official_test(string name, string expected)
    {
        // A name that is none, such as one with a leading dot, has no organizational domain.
        Domain? organization = Domain.TryParse(name, out Domain? domain) ? Official.Value.OrganizationalDomain(domain) : null;
        Assert.That(organization, Is.EqualTo(expected == "null" ? null : Domain.Parse(expected)));
    }

    [Test]
    public void A_wildcard_an_exception_and_a_suffix_below_each_other()
    {
        PublicSuffixList list = PublicSuffixList.Read(new StringReader("// c\n\ncom\n*.ck // all\n!www.ck\nblog.x.ck\n"));
        string?[] found = [.. new[] { "a.b.com", "com", "x.ck", "a.x.ck", "www.ck", "a.www.ck", "blog.x.ck", "a.blog.x.ck", "a.unlisted" }
            .Select(n => list.OrganizationalDomain(Domain.Parse(n))?.Ascii)];
        Assert.That(found, Is.EqualTo(new[] { "b.com", null, null, "a.x.ck", "www.ck", "www.ck", null, "a.blog.x.ck", "a.unlisted" }));
    }

    public static IEnumerable<TestCaseData> Cases()
    {
        if (Repository.ConformanceFile("dmarc", "psl", "tests", "tests.txt") is not { } file)
        {
            yield return Repository.MissingSuite("public suffix list");
            yield break;
        }

        foreach (string line in File.ReadLines(file))
        {
            if (line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal) && line.Split(' ') is [var name, var expected])
            {
                yield return new TestCaseData(name, expected).SetName($"publicsuffix.org: {name}");
            }
        }
    }
}
