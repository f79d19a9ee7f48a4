using MailGate.Filtering.Rules;
using MailGate.Mail.Addresses;

namespace MailGate.Filtering.Pipeline;

/// <summary>A recipient that was accepted, and what rules said about it.</summary>
/// <param name="Verdict">The verdict of stage rcpt; null when nothing was judged.</param>
public sealed record MailRecipient(Mailbox Mailbox, Verdict? Verdict)
{
    /// <summary>
    /// What rules of stage rcpt make of the message of these recipients: the verdict of the one that decides, or null when the rules of stage message do. They are
    /// treated alike, unless they were joined (<see cref="CanBeJoinedWith"/>): then the strictest wins, but nobody's mail is thrown away for another's sake.
    /// </summary>
    public static Verdict? FateOf(IReadOnlyList<MailRecipient> recipients)
    {
        ArgumentNullException.ThrowIfNull(recipients);
        return recipients.FirstOrDefault(recipient => recipient.Verdict?.Action == RuleAction.Quarantine)?.Verdict
            ?? (recipients.Count > 0 && recipients.All(recipient => recipient.Verdict is { IsFinal: true }) ? recipients.MaxBy(recipient => recipient.Fate == RuleAction.Accept)!.Verdict : null);
    }

    /// <summary>
    /// True when one copy of the message will do for both: the same edits, the same way, the same fate. Where it will not, the later recipient has to wait
    /// for a transaction of its own (452 4.5.3).
    /// </summary>
    public bool IsTreatedLike(MailRecipient other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Fate == other.Fate
            && (Verdict?.IsTagged ?? false) == (other.Verdict?.IsTagged ?? false)
            && SharedEffects(this).SequenceEqual(SharedEffects(other));
    }

    /// <summary>
    /// True when both can get one copy if the stricter treatment serves for both, and the edits wanted for either: they take the same way, and neither's mail is
    /// thrown away.
    /// </summary>
    public bool CanBeJoinedWith(MailRecipient other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Fate == RuleAction.Discard) == (other.Fate == RuleAction.Discard) && WayOf(this).SequenceEqual(WayOf(other));
    }

    // A final action is about the message of this recipient, too.
    private RuleAction Fate => Verdict is { IsFinal: true } verdict ? verdict.Action : RuleAction.None;

    private static IEnumerable<MessageEffect> WayOf(MailRecipient recipient) =>
        SharedEffects(recipient).Where(effect => effect is not MessageEffect.EditHeader);

    // An address of its own, or one more recipient, changes no other recipient's copy; a delay has passed already.
    private static IEnumerable<MessageEffect> SharedEffects(MailRecipient recipient) =>
        (recipient.Verdict?.Effects ?? []).Where(effect => effect is not (MessageEffect.RewriteRcpt or MessageEffect.Bcc or MessageEffect.Delay));
}
