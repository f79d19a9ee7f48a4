using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Rules;

namespace MailGate.Observability.History;

/// <summary>What a stage of a transaction came to, as accounts show it. Times are in seconds.</summary>
/// <param name="Stage">connect, helo, mail, rcpt or message.</param>
/// <param name="Recipient">At stage rcpt.</param>
/// <param name="Verdict">The action; accept when nothing else was decided.</param>
/// <param name="Reason">What decided: a rule, score, greylist, a check.</param>
internal sealed record StageAccount(
    string Stage, string? Recipient, string Verdict, string? Reason, string? Reply, double Score, double Seconds, double RuleSeconds,
    IReadOnlyList<HitAccount> Hits, IReadOnlyList<HitAccount> ShadowHits, IReadOnlyList<FailureAccount> Failures, IReadOnlyList<CheckAccount> Checks)
{
    /// <param name="record">The stage.</param>
    /// <param name="evidenceOf">The text of a fact, or null.</param>
    public static StageAccount Of(StageRecord record, Func<string, string?> evidenceOf) => new(
        Word(record.Stage), TextOrNull(record.Recipient), VerdictOf(record), TextOrNull(record.Reason), TextOrNull(record.Reply), record.Score,
        record.Duration.TotalSeconds, record.RuleTime.TotalSeconds,
        [.. record.Hits.Select(hit => HitAccount.Of(hit, evidenceOf))],
        [.. record.ShadowHits.Select(hit => HitAccount.Of(hit, evidenceOf))],
        [.. record.Failures.Select(failure => new FailureAccount(failure.Rule, TextOrNull(failure.Reason)))],
        [.. record.Checks.Select(check => new CheckAccount(check.Check, Outcome(check.Outcome), check.Duration.TotalSeconds, TextOrNull(check.Error)))]);

    private static string VerdictOf(StageRecord record) =>
        record.Reason == "greylist" ? "greylist" : RuleActionNames.NameOf(record.Action == RuleAction.None ? RuleAction.Accept : record.Action);

    private static string Outcome(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Completed => "completed",
        CheckOutcome.InDoubt => "in_doubt",
        CheckOutcome.TimedOut => "timed_out",
        CheckOutcome.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    private static string Word(Stage stage) => stage.ToString().ToLowerInvariant();

    private static string? TextOrNull(string text) => text.Length > 0 ? text : null;
}

/// <summary>A rule that hit, with what it added and why.</summary>
internal sealed record HitAccount(string Rule, double Score, IReadOnlyList<EvidenceAccount> Evidence)
{
    public static HitAccount Of(HitRecord hit, Func<string, string?> evidenceOf) => new(
        hit.Rule, hit.Score, [.. hit.Facts.Select(fact => (fact, text: evidenceOf(fact))).Where(pair => pair.text is not null).Select(pair => new EvidenceAccount(pair.fact, pair.text!))]);
}

/// <summary>A fact that a rule's condition names, and its value.</summary>
internal sealed record EvidenceAccount(string Fact, string Value);

/// <summary>A rule that could not be judged.</summary>
internal sealed record FailureAccount(string Rule, string? Reason);

/// <summary>A check that ran.</summary>
internal sealed record CheckAccount(string Check, string Outcome, double Seconds, string? Error);
