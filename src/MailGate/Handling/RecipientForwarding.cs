using System.Runtime.CompilerServices;
using MailGate.Filtering.Rules;
using MailGate.Handling.Policy;
using MailGate.Mail.Addresses;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;

namespace MailGate.Handling;

/// <summary>
/// Asks for each recipient the server that its mail would go to. A transaction has one route and one reverse-path there: those of the first recipient that
/// was accepted; recipients that need others wait for a transaction of their own.
/// </summary>
internal sealed class RecipientForwarding(GatewayRuntime runtime)
{
    private static readonly Reply CannotRewrite = Reply.Of(ReplyCode.LocalError, 3, 0, "The message could not be prepared, try again later");
    private static readonly Reply NoRoute = Reply.Of(ReplyCode.MailboxUnavailable, 1, 2, "No route to this domain");
    private static readonly Reply SeveralRoutes = Reply.Of(ReplyCode.LocalError, 3, 5, "The address leads to several servers and cannot be served now");
    private static readonly Reply NotReady = Reply.Of(ReplyCode.LocalError, 4, 2, "The connection to the destination failed, try again later");
    private static readonly Reply RecipientOk = Reply.Of(ReplyCode.Ok, 1, 5, "Recipient OK");

    // RFC 3463 §3.3: X.2.4, the address is a list and the list cannot be expanded. Whose address it was is no business of the client's.
    private static readonly Reply ListRefused = Reply.Of(ReplyCode.MailboxUnavailable, 2, 4, "A recipient that this address leads to is refused");
    private static readonly Reply ListDeferred = Reply.Of(ReplyCode.MailboxUnavailableTemporarily, 2, 4, "A recipient that this address leads to is deferred, try again later");

    private readonly PromisedRecipients _promised = new(runtime.Verification);

    /// <summary>Asks; the reply is the client's.</summary>
    /// <param name="current">The transaction.</param>
    /// <param name="session">The client.</param>
    /// <param name="transaction">The client's half.</param>
    /// <param name="recipient">As the client gave it.</param>
    /// <param name="plan">Where it goes; null when a rule's address is none.</param>
    /// <param name="login">The client's own connection to a server, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Reply> AskAsync(
        GatewayTransaction current, SessionInfo session, Transaction transaction, Recipient recipient, RecipientPlan? plan, DownstreamLogin? login,
        CancellationToken cancellationToken)
    {
        if (plan is null)
        {
            current.Account.SettleBy(CannotRewrite, "rcpt", "internal");
            return CannotRewrite;
        }

        if (runtime.Rewriter.Expand(session, recipient.Path, plan, out Reply? refusal) is not { } expanded)
        {
            current.Account.SettleBy(refusal!, "rcpt", refusal!.IsTransient ? "rewrite" : "relay");
            return refusal;
        }

        DownstreamRoute? route = RouteOf(expanded, out refusal);
        if (route is null)
        {
            current.Account.SettleBy(refusal!, "rcpt", refusal!.IsTransient ? "rewrite" : "relay");
            return refusal;
        }

        // RFC 5321 §4.5.3.1.10: the code for too many recipients makes the client send the others in a transaction of their own.
        ReversePath sender = runtime.Rewriter.Forwarding(expanded.Sender ?? current.ReversePath, expanded.Paths);
        bool isOther = (current.Route is not null && current.Route != route) || (current.Downstream is { } begun && begun.Sender != sender);
        if (isOther && transaction.Recipients.Count > 0)
        {
            runtime.Metrics.RecipientsSplit.With().Add();
            return PolicySession.DifferentTreatment;
        }

        if (isOther)
        {
            // No recipient of the other one was accepted, so there is nothing to keep.
            await current.EndDownstreamAsync();
        }

        current.Route = route;
        Reply reply = RecipientOk;
        if (!route.IsCapture)
        {
            current.Downstream ??= Begin(session, transaction, route, sender, login);
            reply = _promised.TryPromise(current.Downstream, transaction, recipient, expanded)
                ? RecipientOk
                : await AskAllAsync(current.Downstream, recipient, expanded, cancellationToken);
        }

        if (reply.IsPositive)
        {
            current.Recipients.Add(new AcceptedRecipient(recipient.Path, expanded));
        }

        current.Account.SettleBy(reply, "rcpt", "downstream");
        return reply;
    }

    /// <summary>Asks about those whom the client was told 250 without; null when a message can follow now, else the reply to DATA.</summary>
    public async ValueTask<Reply?> PrepareAsync(GatewayTransaction current, CancellationToken cancellationToken)
    {
        if (current.Route!.IsCapture)
        {
            return null;
        }

        return current.Downstream is not { } downstream ? NotReady
            : await _promised.KeepAsync(downstream, cancellationToken) ?? (await downstream.IsReadyAsync(cancellationToken) ? null : NotReady);
    }

    /// <summary>
    /// What rules of stage message want of the envelope: another reverse-path, another recipient in place of all, copies, another route. Nobody is asked or told
    /// yet. Null with the reply when it cannot be done: nothing may be sent then.
    /// </summary>
    public EnvelopeChange? Plan(GatewayTransaction current, SessionInfo session, Transaction transaction, IEnumerable<MessageEffect> effects, out Reply? refusal)
    {
        ForwardPath first = transaction.Recipients[0].Path;
        if (RecipientPlan.Of(first).With(effects) is not { } wanted)
        {
            refusal = CannotRewrite;
            return null;
        }

        // Recipients that stay have been through the maps already.
        bool isRedirected = !ReferenceEquals(wanted.Paths[0], first);
        if (runtime.Rewriter.Expand(session, first, isRedirected ? wanted : wanted with { Paths = [] }, out refusal) is not { } plan)
        {
            return null;
        }

        DownstreamRoute? route = isRedirected || plan.RouteName is not null ? RouteOf(plan, out refusal) : current.Route;
        if (route is null)
        {
            return null;
        }

        IReadOnlyList<ForwardedRecipient> recipients = isRedirected
            ? [.. plan.Paths.Select(path => new ForwardedRecipient(first, path, RcptParameters.None))]
            : current.Downstream?.Accepted ?? [.. transaction.Recipients.Select(recipient => new ForwardedRecipient(recipient.Path, recipient.Path, recipient.Parameters))];
        bool isBegunAgain = isRedirected || route != current.Route || plan.Sender is not null;
        ReversePath sender = isBegunAgain
            ? runtime.Rewriter.Forwarding(plan.Sender ?? current.ReversePath, [.. recipients.Select(recipient => recipient.Path)])
            : current.Downstream?.Sender ?? current.ReversePath;
        return new EnvelopeChange(
            route, sender, recipients, [.. plan.Copies.Select(copy => new ForwardedRecipient(first, copy.Path, RcptParameters.None))], isRedirected, isBegunAgain);
    }

    /// <summary>Does what was planned. Null when it is done, else the reply: nothing is sent then.</summary>
    public async ValueTask<Reply?> ChangeAsync(
        GatewayTransaction current, SessionInfo session, Transaction transaction, EnvelopeChange change, DownstreamLogin? login, CancellationToken cancellationToken)
    {
        if (change.IsBegunAgain)
        {
            await current.EndDownstreamAsync();
            current.Route = change.Route;
            current.Downstream = change.Route.IsCapture ? null : Begin(session, transaction, change.Route, change.Sender, login);
        }

        if (current.Downstream is not { } downstream)
        {
            return null;
        }

        foreach (ForwardedRecipient recipient in (change.IsBegunAgain ? change.Recipients : []).Concat(change.Copies))
        {
            if (!downstream.Has(recipient.Path)
                && !(await downstream.RcptAsync(recipient.Named, recipient.Path, recipient.Parameters, cancellationToken)).IsPositive)
            {
                return CannotRewrite;
            }
        }

        return null;
    }

    private DownstreamRoute? RouteOf(RecipientPlan plan, out Reply? refusal)
    {
        DownstreamRoute? route = plan.RouteName is { } name ? runtime.Routes.Named(name) : runtime.Routes.Of(plan.Paths[0].Mailbox.Domain);
        refusal = route is null ? NoRoute
            : plan.RouteName is null && plan.Paths.Any(path => runtime.Routes.Of(path.Mailbox.Domain) != route) ? SeveralRoutes
            : null;
        return refusal is null ? route : null;
    }

    private DownstreamTransaction Begin(SessionInfo session, Transaction transaction, DownstreamRoute route, ReversePath sender, DownstreamLogin? login)
    {
        DownstreamConnection? own = login?.Route == route ? login.Connection : null;
        return new DownstreamTransaction(route, sender, own is not null, () => runtime.Downstreams.Begin(
            route.Route, ClientIdentities.Of(session, transaction.Id), sender, transaction.Parameters, transaction.Id, own));
    }

    // All or none: a client that was told 250 must not lose a recipient, and one that was refused must not find that some have the message.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Reply> AskAllAsync(DownstreamTransaction downstream, Recipient recipient, RecipientPlan plan, CancellationToken cancellationToken)
    {
        int before = downstream.Accepted.Count;
        Reply? reply = null;
        foreach (ForwardPath path in plan.Paths)
        {
            bool isOriginal = path == recipient.Path;
            if (!isOriginal && downstream.Has(path))
            {
                continue;
            }

            reply = runtime.Verification.Recall(downstream.Route, path.Mailbox);
            if (reply is null)
            {
                reply = await downstream.RcptAsync(recipient.Path, path, ForwardedRecipient.Of(recipient, path).Parameters, cancellationToken);
                reply = runtime.Verification.Conclude(downstream, path.Mailbox, reply);
            }

            if (!reply.IsPositive)
            {
                downstream.TakeBack(before);
                return plan.Paths.Count == 1 ? reply : reply.IsTransient ? ListDeferred : ListRefused;
            }
        }

        foreach (RecipientCopy copy in plan.Copies.Where(copy => !downstream.Has(copy.Path)))
        {
            if (!(await downstream.RcptAsync(recipient.Path, copy.Path, RcptParameters.None, cancellationToken)).IsPositive)
            {
                downstream.TakeBack(before);
                return CannotRewrite;
            }
        }

        return reply ?? RecipientOk;
    }
}
