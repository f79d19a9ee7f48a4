using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Scoring;

namespace MailGate.Filtering.Checks;

/// <summary>What the spam model says of the content. Without a model nothing is known, which is no failure.</summary>
internal sealed class SpamCheck : ICheck
{
    public string Name => "spam";

    public Stage Stage => Stage.Message;

    public async ValueTask RunAsync(MailContext context, CheckFindings findings, CancellationToken cancellationToken)
    {
        if (context.Environment.SpamModel is { } model && context.Message?.Content is not null)
        {
            SpamScore score = await model.ScoreAsync(context, cancellationToken);
            findings.Set(MailFacts.SpamProbability, FactValue.Of(score.Probability));
            findings.Set(MailFacts.SpamPoints, FactValue.Of(score.Points));
        }
    }
}
