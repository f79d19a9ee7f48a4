using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Scoring;
using MailGate.Filtering.Tests.Pipeline;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Checks;

public sealed class SpamCheckTests
{
    [Test]
    public async Task The_model_says_how_likely_and_how_many_points()
    {
        TestMail mail = new();
        mail.Environment = mail.Environment with { SpamModel = new FixedModel() };
        FactSet facts = await mail.RunAsync(new SpamCheck(), mail.Message("Subject: x\n\nbody\n"));

        Assert.That(facts.Get(MailFacts.SpamProbability).AsDouble, Is.EqualTo(0.9));
        Assert.That(facts.Get(MailFacts.SpamPoints).AsDouble, Is.EqualTo(4.5));
    }

    [Test]
    public async Task Without_a_model_nothing_is_known_and_nothing_has_failed()
    {
        TestMail mail = new();
        FactSet facts = await mail.RunAsync(new SpamCheck(), mail.Message("Subject: x\n\nbody\n"));

        Assert.That(facts.Get(MailFacts.SpamProbability).Kind, Is.EqualTo(FactKind.Missing));
        Assert.That(mail.Reports[0].IsInDoubt, Is.False);
    }

    private sealed class FixedModel : ISpamModel
    {
        public ValueTask<SpamScore> ScoreAsync(MailContext context, CancellationToken cancellationToken) => ValueTask.FromResult(new SpamScore(0.9, 4.5));
    }
}
