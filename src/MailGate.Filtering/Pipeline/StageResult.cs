using MailGate.Filtering.Rules;

namespace MailGate.Filtering.Pipeline;

/// <summary>What came of one stage.</summary>
/// <param name="Verdict">What is to happen: the verdict of the rules, or what a failed check, greylisting or a limit made of it.</param>
/// <param name="Checks">The checks that ran, and how.</param>
/// <param name="Duration">Time for checks and rules.</param>
public sealed record StageResult(Verdict Verdict, IReadOnlyList<CheckReport> Checks, TimeSpan Duration)
{
    /// <summary>What decided when no rule and no threshold did, for logs and metrics: <c>check:spf</c>, <c>greylist</c>, <c>header_too_large</c>; null otherwise.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>The name of the rule that decided, <c>score</c> for a threshold, else <see cref="DecidedBy"/>; null when nothing did.</summary>
    public string? Reason => DecidedBy ?? Verdict.DecidedBy?.Name ?? (Verdict.DecidedByThreshold is null ? null : "score");

    /// <summary>The share of <see cref="Duration"/> that the rules took; the rest went into checks.</summary>
    public TimeSpan RuleTime { get; init; }

    /// <summary>The recipient that it is about, at stage rcpt.</summary>
    public string? Recipient { get; init; }
}
