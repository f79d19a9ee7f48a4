using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Tests.Pipeline;
using MailGate.Mail.PublicSuffix;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Checks;

public sealed class UrlsCheckTests
{
    private const string Html = "MIME-Version: 1.0\nContent-Type: text/html\n\n";

    [Test]
    public async Task A_link_is_told_with_what_is_notable_about_it()
    {
        FactObject url = await UrlOf(Html + "<a href=\"HTTPS://user@xn--bcher-kva.co.example/path?q\">www.bank.example</a>\n", new TestMail());

        Assert.That(url.Get(UrlFact.Scheme.Index).AsString, Is.EqualTo("https"));
        Assert.That(url.Get(UrlFact.Host.Index).AsString, Is.EqualTo("xn--bcher-kva.co.example"));
        Assert.That(url.Get(UrlFact.Domain.Index).AsString, Is.EqualTo("co.example"));
        Assert.That(url.Get(UrlFact.Path.Index).AsString, Is.EqualTo("/path"));
        Assert.That(url.Get(UrlFact.Source.Index).AsString, Is.EqualTo("html"));
        Assert.That(url.Get(UrlFact.IsPunycode.Index).IsTrue, Is.True);
        Assert.That(url.Get(UrlFact.HasUserinfo.Index).IsTrue, Is.True);
        Assert.That(url.Get(UrlFact.TextMismatch.Index).IsTrue, Is.True);
        Assert.That(url.Get(UrlFact.IsShortener.Index).IsTrue, Is.False);
    }

    [Test]
    public async Task The_organizational_domain_follows_the_list_of_public_suffixes_where_there_is_one()
    {
        TestMail mail = new();
        mail.Environment = mail.Environment with { PublicSuffixes = PublicSuffixList.Read(new StringReader("co.example\n")) };
        FactObject url = await UrlOf(Html + "<a href=\"http://www.shop.co.example/\">x</a>\n", mail);

        Assert.That(url.Get(UrlFact.Domain.Index).AsString, Is.EqualTo("shop.co.example"));
    }

    [TestCase("https://www.bit.ly/x", "is_shortener")]
    [TestCase("http://192.0.2.1/x", "is_ip")]
    [TestCase("http://0300.0.2.1/x", "is_ip")]
    public async Task What_is_notable_is_seen(string address, string field)
    {
        FactObject url = await UrlOf($"Subject: x\n\nsee {address} now\n", new TestMail());

        Assert.That(url.Get(UrlFact.Type.Find(field)!.Index).IsTrue, Is.True);
        Assert.That(url.Get(UrlFact.Source.Index).AsString, Is.EqualTo("plain"));
    }

    [TestCase(500, false)]
    [TestCase(501, true)]
    public async Task More_addresses_than_are_listed_are_a_fact(int count, bool isOver)
    {
        TestMail mail = new();
        FactSet facts = await mail.RunAsync(new UrlsCheck(), mail.Message("Subject: x\n\n" + string.Concat(Enumerable.Range(0, count).Select(number => $"http://a{number}.example/\n"))));

        Assert.That(facts.Get(MailFacts.Urls).AsList, Has.Count.EqualTo(500));
        Assert.That(facts.Get(MailFacts.UrlsOverLimit).IsTrue, Is.EqualTo(isOver));
    }

    private static async Task<FactObject> UrlOf(string message, TestMail mail)
    {
        FactSet facts = await mail.RunAsync(new UrlsCheck(), mail.Message(message));
        return facts.Get(MailFacts.Urls).AsList[0].AsObject;
    }
}
