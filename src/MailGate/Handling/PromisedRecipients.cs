using MailGate.Mail.Addresses;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;

namespace MailGate.Handling;

/// <summary>
/// Recipients of whom the client is told 250 because the server behind accepted them a moment ago. The server is asked before the client may send its message,
/// so that a promise that does not hold is the reply to DATA, and nothing is accepted that would bounce.
/// </summary>
internal sealed class PromisedRecipients(RecipientVerification verification)
{
    /// <summary>Not all who were accepted at RCPT are still: DATA has one reply for all, and the next attempt gets one for each.</summary>
    public static readonly Reply NotAnyMore = Reply.Of(ReplyCode.LocalError, 3, 0, "Not every recipient is accepted any more, try again");

    /// <summary>Promises the recipient, if the server's earlier answer will do.</summary>
    public bool TryPromise(DownstreamTransaction downstream, Transaction transaction, Recipient recipient, RecipientPlan plan)
    {
        // Several addresses are accepted whole or not at all, and the server may lack what others ask of it: those questions are not put off.
        bool isPlain = plan is { Paths: [{ Mailbox.IsAscii: true }], Copies: [] } && transaction.Parameters is { SmtpUtf8: false, RequireTls: false };
        if (!isPlain || downstream.IsPersonal || !verification.IsKnown(downstream.Route, plan.Paths[0].Mailbox))
        {
            return false;
        }

        downstream.Promise(ForwardedRecipient.Of(recipient, plan.Paths[0]));
        return true;
    }

    /// <summary>Asks the server about them. Null when all promises hold, else the reply to DATA.</summary>
    public async ValueTask<Reply?> KeepAsync(DownstreamTransaction downstream, CancellationToken cancellationToken)
    {
        if (downstream.Promised.Count == 0)
        {
            return null;
        }

        Mailbox[] promised = [.. downstream.Promised.Select(recipient => recipient.Path.Mailbox)];
        DownstreamOutcome[] outcomes = await downstream.AskPromisedAsync(cancellationToken);
        Reply? refusal = null;
        for (int i = 0; i < outcomes.Length; i++)
        {
            Reply reply = verification.ConcludeLate(downstream.Route, promised[i], outcomes[i]);
            if (!reply.IsPositive && refusal is not { IsTransient: true })
            {
                // A 4xx for one is one for all: the others are told at the next attempt.
                refusal = refusal is null || reply.IsTransient ? reply : refusal;
            }
        }

        return refusal is { IsPermanent: true } && downstream.Accepted.Count > 0 ? NotAnyMore : refusal;
    }
}
