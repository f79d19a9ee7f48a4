using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Tests.Pipeline;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Checks;

public sealed class TextCheckTests
{
    [Test]
    public async Task Plain_and_shown_text_are_told_apart_and_tricks_are_counted()
    {
        TestMail mail = new();
        FactSet facts = await mail.RunAsync(new TextCheck(), mail.Message(
            "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nplain words\n--b\nContent-Type: text/html\n\n"
            + "<p>shown words</p><p style=\"display:none\">hidden words</p><form action=\"http://x.example/\"></form>"
            + "<img src=\"http://x.example/a.png\"><img src=\"//x.example/b.png\"><img src=\"cid:c\">\n--b--\n"));

        Assert.That(facts.Get(MailFacts.TextPlain).AsString, Does.Contain("plain words"));
        Assert.That(facts.Get(MailFacts.TextHtmlText).AsString, Does.Contain("shown words").And.Not.Contain("hidden"));
        Assert.That(facts.Get(MailFacts.TextHiddenSize).AsInt, Is.GreaterThanOrEqualTo("hidden words".Length));
        Assert.That(facts.Get(MailFacts.TextHasForm).IsTrue, Is.True);
        Assert.That(facts.Get(MailFacts.TextRemoteImages).AsInt, Is.EqualTo(2));
    }

    [Test]
    public async Task A_message_without_text_has_empty_text()
    {
        TestMail mail = new();
        FactSet facts = await mail.RunAsync(new TextCheck(), mail.Message("MIME-Version: 1.0\nContent-Type: image/png\n\nx\n"));

        Assert.That(facts.Get(MailFacts.TextPlain).AsString, Is.Empty);
        Assert.That(facts.Get(MailFacts.TextHtmlText).AsString, Is.Empty);
    }

    [TestCase(256 * 1024, false)]
    [TestCase((256 * 1024) + 1, true)]
    public async Task More_text_than_is_looked_at_is_a_fact(int length, bool isOver)
    {
        TestMail mail = new();
        FactSet facts = await mail.RunAsync(new TextCheck(), mail.Message("Subject: x\n\n" + string.Concat(Enumerable.Repeat("0123456789abcd\n", length / 16)) + new string('x', length % 16)));

        Assert.That(facts.Get(MailFacts.TextOverLimit).IsTrue, Is.EqualTo(isOver));
    }
}
