using MailGate.Filtering.Rules;

namespace MailGate.Filtering.Pipeline;

/// <summary>A stage's result as the journal keeps it: names in place of rules, which may be others by the time it is read.</summary>
public sealed record StageRecord(Stage Stage, RuleAction Action)
{
    /// <summary>The recipient that it is about, at stage rcpt; empty otherwise.</summary>
    public string Recipient { get; init; } = "";

    public bool IsTagged { get; init; }

    /// <summary>The reply of a refusal; empty otherwise.</summary>
    public string Reply { get; init; } = "";

    /// <summary>What decided: a rule's name, <c>score</c>, <c>greylist</c>, <c>check:spf</c>; empty when nothing did.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The sum so far.</summary>
    public double Score { get; init; }

    public IReadOnlyList<HitRecord> Hits { get; init; } = [];

    public IReadOnlyList<HitRecord> ShadowHits { get; init; } = [];

    /// <summary>Rules that could not be judged, and why.</summary>
    public IReadOnlyList<FailureRecord> Failures { get; init; } = [];

    public IReadOnlyList<CheckRecord> Checks { get; init; } = [];

    public TimeSpan Duration { get; init; }

    /// <inheritdoc cref="StageResult.RuleTime"/>
    public TimeSpan RuleTime { get; init; }

    /// <summary>True when the client was refused at this stage.</summary>
    public bool IsRefusal => Action is RuleAction.Reject or RuleAction.Defer;

    public static StageRecord Of(StageResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Of(result.Verdict) with
        {
            Recipient = result.Recipient ?? "",
            Reason = result.Reason ?? "",
            Checks = [.. result.Checks.Select(check => new CheckRecord(check.Check, check.Outcome, check.Duration, check.Error ?? ""))],
            Duration = result.Duration,
            RuleTime = result.RuleTime,
        };
    }

    public static StageRecord Of(Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return new StageRecord(verdict.Stage, verdict.Action)
        {
            IsTagged = verdict.IsTagged,
            Reply = verdict.Reply?.ToString() ?? "",
            Reason = verdict.DecidedBy?.Name ?? (verdict.DecidedByThreshold is null ? "" : "score"),
            Score = verdict.Score,
            Hits = [.. verdict.Hits.Select(HitRecord.Of)],
            ShadowHits = [.. verdict.ShadowHits.Select(HitRecord.Of)],
            Failures = [.. verdict.Failures.Select(failure => new FailureRecord(failure.Rule.Name, failure.Reason))],
        };
    }
}
