using MailGate.Filtering.Pipeline;

namespace MailGate.Filtering.Rules;

/// <summary>What the rules of one stage make of the facts: one action, with everything that led to it.</summary>
public sealed record Verdict
{
    /// <summary>The stage that was judged.</summary>
    public required Stage Stage { get; init; }

    /// <summary>
    /// What is to happen: the first final action, else what the thresholds say of the score (at stage message), else greylist or tag where a rule asks for
    /// it.
    /// </summary>
    public RuleAction Action { get; init; }

    /// <summary>The message is to be marked as spam if it goes on, whatever <see cref="Action"/> is: a greylisted message that comes again, say.</summary>
    public bool IsTagged { get; init; }

    /// <summary>The rule whose action it is; null when thresholds decided or nothing did.</summary>
    public Rule? DecidedBy { get; init; }

    /// <summary>The threshold that the score reached; null when a rule decided or nothing did.</summary>
    public double? DecidedByThreshold { get; init; }

    /// <summary>The reply of reject and defer; null for other actions.</summary>
    public PolicyReply? Reply { get; init; }

    /// <summary>The sum of <see cref="RuleHit.Score"/> of all hits that count, earlier stages included.</summary>
    public double Score { get; init; }

    /// <summary>The rules of this stage that hit and count, in order.</summary>
    public IReadOnlyList<RuleHit> Hits { get; init; } = [];

    /// <summary>The rules of this stage in shadow mode that would have hit.</summary>
    public IReadOnlyList<RuleHit> ShadowHits { get; init; } = [];

    /// <summary>The rules of this stage that could not be judged.</summary>
    public IReadOnlyList<RuleFailure> Failures { get; init; } = [];

    /// <summary>What is to be changed in the message or its way, in the order of the rules.</summary>
    public IReadOnlyList<MessageEffect> Effects { get; init; } = [];

    /// <summary>True when nothing after this is judged: see <see cref="RuleAction.Accept"/> and those after it.</summary>
    public bool IsFinal => Action >= RuleAction.Accept;
}
