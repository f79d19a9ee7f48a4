using MailGate.Mail.Messages.Html;
using MailGate.Mail.Messages.Urls;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages.Urls;

internal sealed class UrlCollectorTests
{
    [TestCase("see http://a.example/x, or (https://b.example/y).", "http://a.example/x https://b.example/y")]
    [TestCase("<http://a.example/wiki_(x)>", "http://a.example/wiki_(x)")]
    [TestCase("visit www.Example.com!", "http://www.example.com/")]
    [TestCase("go to evil.com/login now", "http://evil.com/login")]
    [TestCase("mail joe@evil.com/ or mailto:joe@example.com", "mailto:joe@example.com")]
    [TestCase("http://a.example http://a.example", "http://a.example/")]
    [TestCase("nothing here: // www. ://", "")]
    [TestCase("texthttp://a.example/", "")]
    [TestCase("\"http://a.example/q?x=1&y=2\"", "http://a.example/q?x=1&y=2")]
    public void Addresses_are_found_in_text(string text, string expected)
    {
        UrlCollector collector = new(100);
        collector.AddText(text, UrlSources.Text);
        Assert.That(string.Join(' ', collector.Urls), Is.EqualTo(expected));
    }

    [TestCase("<a href='http://evil.example/'>http://bank.example/</a>", true)]
    [TestCase("<a href='http://evil.example/'>www.bank.example</a>", true)]
    [TestCase("<a href='http://evil.example/'>bank.example</a>", true)]
    [TestCase("<a href='http://track.bank.example/'>www.bank.example</a>", false)]
    [TestCase("<a href='http://bank.example/login'>bank.example/login</a>", false)]
    [TestCase("<a href='http://evil.example/'>Click here.</a>", false)]
    [TestCase("<a href='http://evil.example/'>Version 2.0 of it</a>", false)]
    [TestCase("<a href='http://evil.example/'>joe@bank.example</a>", false)]
    public void A_link_that_shows_another_host_is_noted(string html, bool expected)
    {
        UrlCollector collector = new(100);
        collector.AddHtml(HtmlReader.Read(html), UrlSources.None);
        Assert.That((collector.Urls[0].Flags & MailUrlFlags.TextMismatch) != 0, Is.EqualTo(expected));
        Assert.That(collector.Urls[0].Sources & UrlSources.Link, Is.EqualTo(UrlSources.Link));
    }

    [Test]
    public void Relative_links_follow_the_base()
    {
        UrlCollector collector = new(100);
        collector.AddHtml(HtmlReader.Read("<base href='http://x.example/dir/'><a href='page.html'>y</a>"), UrlSources.None);
        Assert.That(collector.Urls.Select(u => u.Normalized), Does.Contain("http://x.example/dir/page.html"));
    }

    [TestCase(5, false)]
    [TestCase(6, true)]
    public void Addresses_up_to_the_limit_are_kept(int count, bool truncated)
    {
        UrlCollector collector = new(5);
        collector.AddText(string.Join(' ', Enumerable.Range(0, count).Select(i => $"http://h{i}.example/")), UrlSources.Text);
        Assert.That(collector.Urls, Has.Count.EqualTo(5));
        Assert.That(collector.IsTruncated, Is.EqualTo(truncated));
    }
}
