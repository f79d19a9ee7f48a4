using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Pipeline;

/// <summary>
/// A transaction as the journal keeps it: enough to explain its verdict and to judge it again by other rules, without the message, the DNS or the rules
/// of then. It holds no text of a body.
/// </summary>
public sealed record TransactionRecord
{
    public required string Id { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>The last stage that was reached.</summary>
    public required Stage Stage { get; init; }

    /// <summary>Everything that was found out.</summary>
    public required FactSet Facts { get; init; }

    /// <summary>What came of each stage, in order; of stage rcpt one for each recipient.</summary>
    public required IReadOnlyList<StageRecord> Results { get; init; }

    /// <summary><see cref="Rules.RuleSet.Hash"/> of the rules that judged.</summary>
    public string RulesHash { get; init; } = "";

    /// <summary>What the downstream said to the message or, before it was asked, nothing: the reply that the client got when no rule refused.</summary>
    public string DownstreamReply { get; init; } = "";

    /// <summary>The result that decided: the last one.</summary>
    public StageRecord? Final => Results.Count > 0 ? Results[^1] : null;

    /// <summary>What the context of a transaction that has ended leaves for the journal.</summary>
    public static TransactionRecord Of(MailContext context, string downstreamReply = "")
    {
        ArgumentNullException.ThrowIfNull(context);
        FactSet facts = context.Facts.Copy();
        // The journal keeps no bodies.
        facts.Set(MailFacts.TextPlain, FactValue.Missing);
        facts.Set(MailFacts.TextHtmlText, FactValue.Missing);
        return new TransactionRecord
        {
            Id = context.Id,
            Time = context.Environment.Time.GetUtcNow(),
            Stage = context.Results.Count == 0 ? Stage.Connect : context.Results.Max(result => result.Verdict.Stage),
            Facts = facts,
            Results = [.. context.Results.Select(StageRecord.Of)],
            RulesHash = context.Rules.Hash,
            DownstreamReply = downstreamReply,
        };
    }
}
