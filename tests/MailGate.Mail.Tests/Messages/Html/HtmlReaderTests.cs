using MailGate.Mail.Messages.Html;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages.Html;

internal sealed class HtmlReaderTests
{
    [TestCase("<p>one<p>two", "one\ntwo")]
    [TestCase("a<br>b<br/>c", "a\nb\nc")]
    [TestCase("  many \r\n spaces\t", "many spaces")]
    [TestCase("<table><tr><td>a<td>b</tr><tr><td>c</table>", "a b\nc")]
    [TestCase("a &amp; b &lt;c&gt; &#65;&#x42; &eacute; &nbsp;x", "a & b <c> AB \u00e9 x")]
    [TestCase("&amp no semicolon &unknown; &", "& no semicolon &unknown; &")]
    [TestCase("1 < 2 and 3 <4", "1 < 2 and 3 <4")]
    [TestCase("vi<!-- x -->ag<!---->ra", "viagra")]
    [TestCase("a<!-- never ended <b>b</b>", "ab")]
    [TestCase("<title>t</title><style>p{}</style><script>var x='</p>';</script>text", "text")]
    [TestCase("<SCRIPT>x</script >y", "y")]
    [TestCase("<p title=\"a>b\">c", "c")]
    [TestCase("<p title='unclosed>c", "")]
    [TestCase("<![if !mso]>shown<![endif]>", "shown")]
    [TestCase("&#0;&#xD800;&#99999999;", "\uFFFD\uFFFD\uFFFD")]
    [TestCase("&#128;&#x1F600;", "\u20AC\U0001F600")]
    [TestCase("", "")]
    [TestCase("<", "<")]
    [TestCase("</", "")]
    public void Text_is_what_is_shown(string html, string expected) => Assert.That(HtmlReader.Read(html).Text, Is.EqualTo(expected));

    [TestCase("<div style='display:none'>no</div>", HidingTricks.NotDisplayed)]
    [TestCase("<div style='DISPLAY : NONE !important'>no</div>", HidingTricks.NotDisplayed)]
    [TestCase("<div style='dis/**/play:none;visibility:hidden'>no</div>", HidingTricks.NotDisplayed | HidingTricks.NotVisible)]
    [TestCase("<span hidden>no</span>", HidingTricks.NotVisible)]
    [TestCase("<span style='font-size:0'>no</span>", HidingTricks.TinyFont)]
    [TestCase("<span style='font-size:1px'>no</span>", HidingTricks.TinyFont)]
    [TestCase("<span style='font-size:.01em'>no</span>", HidingTricks.TinyFont)]
    [TestCase("<span style='color:#fff'>no</span>", HidingTricks.SameColor)]
    [TestCase("<font color=white>no</font>", HidingTricks.SameColor)]
    [TestCase("<td bgcolor='#000'><font color='#010101'>no</font></td>", HidingTricks.SameColor)]
    [TestCase("<p style='background:rgb(10, 20,30);color:rgba(10,20,31,1)'>no</p>", HidingTricks.SameColor)]
    [TestCase("<p style='opacity:0'>no</p>", HidingTricks.Transparent)]
    [TestCase("<p style='height:0;overflow:hidden'>no</p>", HidingTricks.ZeroSize)]
    [TestCase("<p style='position:absolute;left:-9999px'>no</p>", HidingTricks.OffScreen)]
    [TestCase("<p style='text-indent:-5000px'>no</p>", HidingTricks.OffScreen)]
    [TestCase("<style>.x, #y {display:none}</style><p class='a x'>no</p>", HidingTricks.NotDisplayed)]
    [TestCase("<style>@media print {.z{color:red}} #y {display:none}</style><p id=y>no</p>", HidingTricks.NotDisplayed)]
    public void Hidden_text_is_told_apart(string html, HidingTricks tricks)
    {
        HtmlAnalysis analysis = HtmlReader.Read("<p>yes</p>" + html + "<p>end</p>");
        Assert.That(analysis.Text, Is.EqualTo("yes\nend"));
        Assert.That(analysis.HiddenText, Is.EqualTo("no"));
        Assert.That(analysis.Hiding, Is.EqualTo(tricks));
        Assert.That(analysis.Flags & HtmlFlags.HiddenText, Is.Not.EqualTo(HtmlFlags.None));
    }

    [TestCase("<p style='color:#333'>yes</p>")]
    [TestCase("<td style='background:url(x.png);'><font color=white>yes</font></td>")]
    [TestCase("<td bgcolor='#222222'><a style='color:#ffffff' href='http://a.example'>yes</a></td>")]
    [TestCase("<div style='font-size:0'><span style='font-size:14px'>yes</span></div>")]
    [TestCase("<p style='mso-hide:all'>yes</p>")]
    [TestCase("<img height=0 width=0>yes")]
    [TestCase("<div style='display:none'></div>yes")]
    [TestCase("<style>@media screen {.x{display:none}}</style><p class=x>yes</p>")]
    public void Shown_text_is_not_called_hidden(string html)
    {
        HtmlAnalysis analysis = HtmlReader.Read(html);
        Assert.That(analysis.Text, Is.EqualTo("yes"));
        Assert.That(analysis.HiddenLength, Is.Zero);
    }

    [Test]
    public void Links_have_target_and_text()
    {
        HtmlAnalysis analysis = HtmlReader.Read("<a href=' http://a.example/?x=1&amp;y=2 '>Click <b>here</b></a> <img src=http://b.example/i.png> <a name=x>anchor</a>"
            + "<form action='http://c.example'><input type=Password></form><body background='http://d.example/'>");
        Assert.That(analysis.Links.Select(l => $"{l.Kind} {l.Target} {l.Text}"), Is.EqualTo(new[]
        {
            "Anchor http://a.example/?x=1&y=2 Click here", "Image http://b.example/i.png ", "Form http://c.example ", "Image http://d.example/ ",
        }));
        Assert.That(analysis.Flags, Is.EqualTo(HtmlFlags.Form | HtmlFlags.PasswordField | HtmlFlags.RemoteImage));
    }

    [TestCase("<img src='http://x.example/p.gif' width=1 height=1>", HtmlFlags.RemoteImage | HtmlFlags.TrackingPixel)]
    [TestCase("<img src='data:image/png;base64,AAAA'>", HtmlFlags.DataUri)]
    [TestCase("<meta http-equiv=refresh content='0; url=http://x.example/'>", HtmlFlags.MetaRefresh)]
    [TestCase("<iframe src='http://x.example/'></iframe>", HtmlFlags.Frame)]
    [TestCase("<object data='x.swf'></object>", HtmlFlags.Embed)]
    [TestCase("<base href='http://x.example/'>", HtmlFlags.Base)]
    [TestCase("<svg><a xlink:href='x'/></svg>", HtmlFlags.Svg)]
    [TestCase("<body onload='x()'>", HtmlFlags.EventHandler | HtmlFlags.Script)]
    [TestCase("<a href=' java\tscript:x()'>y</a>", HtmlFlags.Script)]
    [TestCase("<script>var b = new Blob([atob(x)]); a.href = URL.createObjectURL(b);</script>", HtmlFlags.Script | HtmlFlags.Smuggling | HtmlFlags.ObfuscatedScript)]
    [TestCase("<a download='x.zip' href='data:application/zip;base64,UEsDB'>y</a>", HtmlFlags.Smuggling | HtmlFlags.DataUri)]
    [TestCase("<script>document.write(unescape('%3Cform'))</script>", HtmlFlags.Script | HtmlFlags.ObfuscatedScript)]
    [TestCase("pay\u200Bpal", HtmlFlags.InvisibleCharacters)]
    public void Notable_things_are_noted(string html, HtmlFlags expected) => Assert.That(HtmlReader.Read(html).Flags, Is.EqualTo(expected));

    [Test]
    public void Deep_nesting_is_linear_and_bounded()
    {
        string deep = string.Concat(Enumerable.Repeat("<div style='display:block'>", 100_000)) + "text" + string.Concat(Enumerable.Repeat("</div>", 100_000));
        HtmlAnalysis analysis = HtmlReader.Read(deep);
        Assert.That(analysis.Text, Is.EqualTo("text"));
        Assert.That(analysis.Flags & HtmlFlags.Truncated, Is.Not.EqualTo(HtmlFlags.None));
    }

    [Test]
    public void Markup_that_never_ends_is_linear()
    {
        foreach (string unit in (string[])["<!--x>", "<!--", "<a \"", "<script>", "</", "<a <", "&aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "x  ", "</b>", "<style>{", "<textarea>", "<title>a</titlex"])
        {
            string html = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));
            Assert.That(HtmlReader.Read(html).Text, Is.Not.Null, unit);
        }
    }

    [TestCase(HtmlReader.MaxLinks, HtmlFlags.None)]
    [TestCase(HtmlReader.MaxLinks + 1, HtmlFlags.Truncated)]
    public void Links_up_to_the_limit_are_kept(int count, HtmlFlags expected)
    {
        HtmlAnalysis analysis = HtmlReader.Read(string.Concat(Enumerable.Repeat("<a href=x>y</a>", count)));
        Assert.That(analysis.Links, Has.Count.EqualTo(HtmlReader.MaxLinks));
        Assert.That(analysis.Flags, Is.EqualTo(expected));
    }

    [Test]
    public void Mutated_html_never_gives_more_text_than_it_has()
    {
        Random random = new(9);
        byte[] seed = System.Text.Encoding.ASCII.GetBytes("<html><style>.a{display:none}</style><body bgcolor=#fff text='black'><!-- c --><p class=a style=\"color:red;font-size:1px\">x&nbsp;&#65;</p>"
            + "<a href=\"http://x.example/\">t</a><script>a</script><textarea>&amp;</textarea><td><li>y</body>");
        for (int round = 0; round < 20_000; round++)
        {
            string html = System.Text.Encoding.Latin1.GetString(MutationFuzzer.Mutate(seed, random));
            HtmlAnalysis analysis = HtmlReader.Read(html);
            Assert.That(analysis.Text.Length + analysis.HiddenText.Length, Is.LessThanOrEqualTo((html.Length * 2) + 8), $"round {round}");
        }
    }
}
