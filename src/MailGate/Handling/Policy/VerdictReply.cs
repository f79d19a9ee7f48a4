using MailGate.Filtering.Rules;
using MailGate.Smtp.Grammar;

namespace MailGate.Handling.Policy;

/// <summary>Turns verdicts into replies.</summary>
internal static class VerdictReply
{
    private static readonly Reply Rejected = Reply.Of(ReplyCode.MailboxUnavailable, 7, 1, "Refused by the policy of this server");
    private static readonly Reply Deferred = Reply.Of(ReplyCode.LocalError, 7, 1, "Deferred by the policy of this server, try again later");

    /// <summary>The refusal that a verdict asks for, or null when the mail goes on.</summary>
    public static Reply? RefusalOf(Verdict verdict) => verdict.Action switch
    {
        RuleAction.Reject => ToReply(verdict.Reply) ?? Rejected,
        RuleAction.Defer => ToReply(verdict.Reply) ?? Deferred,
        RuleAction.None or RuleAction.Tag or RuleAction.Greylist or RuleAction.Accept or RuleAction.Discard or RuleAction.Quarantine => null,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    private static Reply? ToReply(PolicyReply? reply) => reply is null
        ? null
        : new Reply((ReplyCode)reply.Code, EnhancedStatusCode.TryParsePrefix(reply.EnhancedCode, out EnhancedStatusCode code, out _) ? code : EnhancedStatusCode.None, reply.Text);
}
