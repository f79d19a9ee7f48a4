using MailGate.Filtering.Rules;
using MailGate.Mail.Addresses;

namespace MailGate.Filtering.Pipeline;

/// <summary>A recipient that was accepted, and what rules said about it.</summary>
/// <param name="Verdict">The verdict of stage rcpt; null when nothing was judged.</param>
public sealed record MailRecipient(Mailbox Mailbox, Verdict? Verdict)
{
    /// <summary>True when a rule lets mail for this recipient through: the rules of stage message do not matter to it.</summary>
    public bool IsLetThrough => Verdict?.Action == RuleAction.Accept;

    /// <summary>
    /// True when one copy of the message will do for both: the same edits, the same way, the same fate. Where it will not, the later recipient has to wait
    /// for a transaction of its own (452 4.5.3).
    /// </summary>
    public bool IsTreatedLike(MailRecipient other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsLetThrough == other.IsLetThrough
            && (Verdict?.IsTagged ?? false) == (other.Verdict?.IsTagged ?? false)
            && SharedEffects(this).SequenceEqual(SharedEffects(other));
    }

    // An address of its own, or one more recipient, changes no other recipient's copy; a delay has passed already.
    private static IEnumerable<MessageEffect> SharedEffects(MailRecipient recipient) =>
        (recipient.Verdict?.Effects ?? []).Where(effect => effect is not (MessageEffect.RewriteRcpt or MessageEffect.Bcc or MessageEffect.Delay));
}
