using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Tests.Pipeline;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Checks;

public sealed class RateCheckTests
{
    [Test]
    public async Task Keys_are_counted_over_their_window_whatever_their_case()
    {
        TestMail mail = new();
        FactCall lower = TestMail.Call(MailFacts.Rate, "sender", "sender.example", "10m"), upper = TestMail.Call(MailFacts.Rate, "sender", "SENDER.example", "10m");

        await mail.RunAsync(new RateCheck(), mail.Mail(), lower);
        FactSet facts = await mail.RunAsync(new RateCheck(), mail.Mail(), upper);
        Assert.That(facts.Call(MailFacts.Rate.Id, [.. upper.Arguments]).AsInt, Is.EqualTo(2));

        mail.Time.Advance(TimeSpan.FromMinutes(12));
        facts = await mail.RunAsync(new RateCheck(), mail.Mail(), lower);
        Assert.That(facts.Call(MailFacts.Rate.Id, [.. lower.Arguments]).AsInt, Is.EqualTo(1));
    }

    [TestCase("10m", 600)]
    [TestCase("1h30m", 5400)]
    [TestCase("1s", 1)]
    [TestCase("7d", 604_800)]
    [TestCase("31d", 2_678_400)]
    [TestCase("32d", null)]
    [TestCase("999999999999d", null)]
    [TestCase("500ms", null)]
    [TestCase("-1h", null)]
    [TestCase("d", null)]
    [TestCase("soon", null)]
    [TestCase("", null)]
    public void A_window_is_between_a_second_and_a_month(string text, int? seconds) =>
        Assert.That(RateCheck.ParseWindow(text)?.TotalSeconds, Is.EqualTo(seconds));

    [Test]
    public async Task A_window_that_is_none_leaves_the_question_open()
    {
        TestMail mail = new();
        FactCall call = TestMail.Call(MailFacts.Rate, "k", "v", "soon");

        Assert.That((await mail.RunAsync(new RateCheck(), mail.Mail(), call)).Call(MailFacts.Rate.Id, [.. call.Arguments]).Kind, Is.EqualTo(FactKind.Missing));
        Assert.That(mail.Reports[0].Outcome, Is.EqualTo(CheckOutcome.InDoubt));
    }
}
