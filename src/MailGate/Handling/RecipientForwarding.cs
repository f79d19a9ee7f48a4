using MailGate.Mail.Addresses;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;

namespace MailGate.Handling;

/// <summary>Asks for each recipient the server that its mail would go to.</summary>
internal sealed class RecipientForwarding(GatewayRuntime runtime)
{
    private static readonly Reply CannotRewrite = Reply.Of(ReplyCode.LocalError, 3, 0, "The message could not be prepared, try again later");
    private static readonly Reply SplitTransaction = Reply.Of(ReplyCode.InsufficientStorage, 5, 3, "Send this recipient in another transaction");
    private static readonly Reply NoRoute = Reply.Of(ReplyCode.MailboxUnavailable, 1, 2, "No route to this domain");
    private static readonly Reply RecipientOk = Reply.Of(ReplyCode.Ok, 1, 5, "Recipient OK");

    /// <summary>Asks; the reply is the client's.</summary>
    /// <param name="current">The transaction.</param>
    /// <param name="session">The client.</param>
    /// <param name="transaction">The client's half.</param>
    /// <param name="recipient">As the client gave it.</param>
    /// <param name="plan">Where it goes; null when a rule's address is none.</param>
    /// <param name="login">The client's own connection to a server, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<Reply> AskAsync(
        GatewayTransaction current, SessionInfo session, Transaction transaction, Recipient recipient, RecipientPlan? plan, DownstreamLogin? login,
        CancellationToken cancellationToken)
    {
        if (plan is null)
        {
            current.Account.SettleBy(CannotRewrite, "rcpt", "internal");
            return CannotRewrite;
        }

        // What a rule makes of an address is checked like what a client gives: rewriting never opens a relay.
        Reply? refusal = ReferenceEquals(plan.Path, recipient.Path) ? null : runtime.Relay.Check(session, plan.Path.Mailbox);
        DownstreamRoute? route = plan.RouteName is { } name ? runtime.Routes.Named(name) : runtime.Routes.Of(plan.Path.Mailbox.Domain);
        refusal ??= route is null ? NoRoute : null;
        if (refusal is not null)
        {
            current.Account.SettleBy(refusal, "rcpt", "relay");
            return refusal;
        }

        // RFC 5321 §4.5.3.1.10: the code for too many recipients makes the client send the others in a transaction of their own.
        if (current.Route is not null && current.Route != route && transaction.Recipients.Count > 0)
        {
            return SplitTransaction;
        }

        Reply reply = runtime.Verification.Recall(route!, plan.Path.Mailbox)
            ?? await AskAsync(current, session, transaction, recipient.Parameters, plan, route!, login, cancellationToken);
        current.Account.SettleBy(reply, "rcpt", "downstream");
        if (reply.IsPositive)
        {
            current.Recipients.Add(new AcceptedRecipient(recipient.Path, plan));
        }

        return reply;
    }

    private async ValueTask<Reply> AskAsync(
        GatewayTransaction current, SessionInfo session, Transaction transaction, RcptParameters parameters, RecipientPlan plan, DownstreamRoute route,
        DownstreamLogin? login, CancellationToken cancellationToken)
    {
        if (current.Route != route)
        {
            // No recipient of the other route was accepted, so there is nothing to keep.
            await current.EndDownstreamAsync();
        }

        current.Route = route;
        if (route.IsCapture)
        {
            return RecipientOk;
        }

        if (current.Downstream is null)
        {
            DownstreamConnection? own = login?.Route == route ? login.Connection : null;
            current.Downstream = new DownstreamTransaction(route, runtime.Downstreams.Begin(
                route.Route, ClientIdentities.Of(session, transaction.Id), current.ReversePath, transaction.Parameters, transaction.Id, own));
        }

        Reply reply = await current.Downstream.RcptAsync(plan.Path, parameters, cancellationToken);
        reply = runtime.Verification.Conclude(route, plan.Path.Mailbox, current.Downstream.LastOutcome, reply);
        foreach (ForwardPath copy in plan.Copies)
        {
            if (reply.IsPositive && !(await current.Downstream.RcptAsync(copy, RcptParameters.None, cancellationToken)).IsPositive)
            {
                return CannotRewrite;
            }
        }

        return reply;
    }
}
