using MailGate.Mail.Addresses;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;

namespace MailGate.Handling;

/// <summary>
/// One reply for the several of LMTP (RFC 2033 §4.2). A client of SMTP gets one: 250 says that all recipients have the message, so with mixed outcomes it
/// may not be said. One that may still succeed makes it 451: the client tries again, and those who have the message are then left out. Otherwise it is
/// 550, and names those who did not get it, so that the bounce tells the truth.
/// </summary>
internal static class LmtpReply
{
    /// <summary>The reply, or null when the outcomes do not differ and the usual mapping serves.</summary>
    public static Reply? Combine(IReadOnlyList<DownstreamOutcome> outcomes, IReadOnlyList<ForwardPath> recipients)
    {
        if (outcomes.Count < 2 || outcomes.All(outcome => outcome.IsPositive) || !outcomes.Any(outcome => outcome.IsPositive))
        {
            return null;
        }

        if (outcomes.Any(outcome => outcome is { IsPositive: false, Reply: not { IsPermanent: true } }))
        {
            return Reply.Of(ReplyCode.LocalError, 3, 0, "Not delivered to every recipient yet, try again later");
        }

        IEnumerable<string> failed = recipients.Zip(outcomes).Where(pair => !pair.Second.IsPositive).Select(pair => pair.First.ToString()).Distinct();
        return Reply.Of(ReplyCode.MailboxUnavailable, 2, 0, "Delivered to some recipients, refused for: " + string.Join(", ", failed));
    }
}
