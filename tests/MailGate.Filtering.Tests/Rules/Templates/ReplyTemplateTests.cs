using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Rules.Templates;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rules.Templates;

public class ReplyTemplateTests
{
    [TestCase("550 5.7.26 No", "550 5.7.26 No")]
    [TestCase("554 No", "554 5.7.1 No")]
    [TestCase("550 5.7.1 {{braces}}", "550 5.7.1 {braces}")]
    [TestCase("550 3 strikes", "550 5.7.1 3 strikes")]
    [TestCase("550 5.7.1 Size {message.size}, {dmarc.domain}.", "550 5.7.1 Size 42, .")]
    public void A_reply_is_code_enhanced_code_and_text(string written, string sent)
    {
        FactSet facts = new();
        facts.Set(MailFacts.MessageSize, FactValue.Of(42L));

        Assert.That(Expand(written, facts), Is.EqualTo(sent));
    }

    [TestCase("evil\r\n250 OK", "evil  250 OK")]
    [TestCase("a\0b\u007f\u0085\u2028c", "a b   c")]
    [TestCase("b\u00fccher.example", "b?cher.example")]
    [TestCase("{spf.result}", "{spf.result}")]
    [TestCase("\ud83d\ude00", "")]
    public void Nothing_in_a_fact_gets_out_of_its_line(string value, string shown)
    {
        FactSet facts = new();
        facts.Set(MailFacts.MessageSubject, FactValue.Of(value));

        Assert.That(Expand("550 5.7.1 {message.subject}", facts), Is.EqualTo($"550 5.7.1 {shown}"));
    }

    [Test]
    public void Facts_and_replies_are_cut()
    {
        FactSet facts = new();
        facts.Set(MailFacts.MessageSubject, FactValue.Of(new string('x', 5000)));

        Assert.That(Expand("550 5.7.1 {message.subject}", facts), Has.Length.EqualTo(10 + TextTemplate.MaxFactLength));
        Assert.That(
            Expand("550 5.7.1 {message.subject}{message.subject}{message.subject}{message.subject}{message.subject}", facts),
            Has.Length.EqualTo(10 + ReplyTemplate.MaxLength));
    }

    private static string Expand(string written, FactSet facts)
    {
        Assert.That(ReplyTemplate.TryParse(written, RuleAction.Reject, MailFacts.Schema, out ReplyTemplate? reply, out _), Is.True);
        return reply!.Expand(facts).ToString();
    }
}
