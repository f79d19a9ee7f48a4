using MailGate.Admin.Html;
using NUnit.Framework;

namespace MailGate.Tests.Admin;

internal sealed class HtmlWriterTests
{
    [Test]
    public void Values_are_escaped_in_text_and_in_attributes()
    {
        const string Value = "<a href='x'>\"&";
        string html = new HtmlWriter("").Write($"""<p title="{Value}">{Value}</p>""").ToString();

        Assert.That(html, Is.EqualTo("""<p title="&lt;a href=&#39;x&#39;&gt;&quot;&amp;">&lt;a href=&#39;x&#39;&gt;&quot;&amp;</p>"""));
    }

    [Test]
    public void What_browsers_hide_or_turn_round_is_shown()
    {
        string html = new HtmlWriter("").Write($"<p>{"a\u202Eb\0c\r\n\td"}</p>").ToString();

        Assert.That(html, Is.EqualTo("<p>a\\u{202e}b\\u{0}c\\u{d}\n\td</p>"));
    }

    [Test]
    public void A_value_in_a_tag_must_be_quoted()
    {
        Assert.That(() => new HtmlWriter("").Write($"<p class={"x"}>"), Throws.InvalidOperationException);
        Assert.That(() => new HtmlWriter("").Write($"<p {"x"}>"), Throws.InvalidOperationException);
    }

    [Test]
    public void An_address_must_be_a_link_of_ours()
    {
        foreach (Action write in (Action[])[
            () => new HtmlWriter("").Write($"""<a href="{"javascript:alert(1)"}">"""),
            () => new HtmlWriter("").Write($"""<img src="{"x"}">"""),
            () => new HtmlWriter("").Write($"""<form action="/x/{"y"}">"""),
            () => new HtmlWriter("").Write($"""<p title="{Link.To("x")}">""")])
        {
            Assert.That(() => write(), Throws.InvalidOperationException);
        }
    }

    [Test]
    public void Links_are_below_the_base_path_and_their_parts_are_escaped()
    {
        string html = new HtmlWriter("/gate").Write($"""<a href="{Link.To(["rules", "../a?b"], ("q", "x&\"y"), ("none", ""))}">""").ToString();

        Assert.That(html, Is.EqualTo("""<a href="/gate/rules/..%2Fa%3Fb?q=x%26%22y">"""));
    }

    [TestCase("/rules?q=1", "/rules?q=1")]
    [TestCase("//evil.example/", "/")]
    [TestCase("/\\evil.example/", "/")]
    [TestCase("https://evil.example/", "/")]
    [TestCase("/a\r\nSet-Cookie: x", "/")]
    [TestCase("", "/")]
    public void An_address_that_comes_back_from_a_browser_stays_on_this_server(string given, string expected) =>
        Assert.That(Link.Local(given).Path, Is.EqualTo(expected));
}
