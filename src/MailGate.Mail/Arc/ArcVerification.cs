namespace MailGate.Mail.Arc;

/// <summary>The ARC chain of one message.</summary>
public sealed record ArcVerification
{
    /// <summary>The Chain Validation Status.</summary>
    public required ArcResult Result { get; init; }

    /// <summary>Why, for people: holds nothing of the message but checked names and numbers.</summary>
    public required string Reason { get; init; }

    /// <summary>The sets, from instance 1; those found, even where the chain fails.</summary>
    public IReadOnlyList<ArcInstance> Instances { get; init; } = [];

    /// <summary>
    /// The lowest instance whose message signature still verifies, 0 when all do (RFC 8617 §5.2 step 5): the message was last changed just before
    /// that set. Null unless the chain passed.
    /// </summary>
    public int? OldestPass { get; init; }

    /// <summary>
    /// True when the chain failed only because the DNS did: RFC 8617 §5.2.1 calls that a failure all the same, and sealers must too, but
    /// whoever asks again later may see it pass.
    /// </summary>
    public bool IsTemporaryFailure { get; init; }

    /// <summary>The highest instance found, 0 without a chain: a sealer adds the next one.</summary>
    public int HighestInstance { get; init; }

    /// <summary>True when the newest seal says cv=fail already: then nobody adds to the chain (RFC 8617 §5.1 step 2).</summary>
    public bool IsSealedAsFailed { get; init; }
}
