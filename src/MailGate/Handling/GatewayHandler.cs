using MailGate.Mail.Addresses;
using MailGate.Mail.Messages;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;
using MailGate.Smtp.Spool;
using MailGate.Smtp.Transport;

namespace MailGate.Handling;

/// <summary>
/// Joins the two halves of one session: what the client says goes past the relay policy and the rules to the server behind, and that server's replies
/// go back. It keeps the configuration that the session began with.
/// </summary>
internal sealed class GatewayHandler(GatewayRuntime runtime, IClientPresence client) : IMailHandler
{
    private static readonly Reply SplitTransaction = Reply.Of(ReplyCode.InsufficientStorage, 5, 3, "Send this recipient in another transaction");
    private static readonly Reply NoRoute = Reply.Of(ReplyCode.MailboxUnavailable, 1, 2, "No route to this domain");
    private static readonly Reply RecipientOk = Reply.Of(ReplyCode.Ok, 1, 5, "Recipient OK");
    private static readonly Reply NotReady = Reply.Of(ReplyCode.LocalError, 4, 2, "The connection to the destination failed, try again later");

    private DownstreamLogin? _login;
    private DownstreamTransaction? _downstream;
    private DownstreamRoute? _route;
    private TransactionAccount? _account;

    /// <inheritdoc/>
    public EhloOffer Offer => runtime.Offers.Current;

    /// <inheritdoc/>
    public ValueTask<Reply?> OnConnectAsync(SessionInfo session, CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    public ValueTask<Reply?> OnHelloAsync(SessionInfo session, CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    public async ValueTask<AuthenticationOutcome> OnAuthAsync(SessionInfo session, IAuthenticationDialogue dialogue, CancellationToken cancellationToken)
    {
        if (_login is not null)
        {
            await _login.DisposeAsync();
        }

        (_login, AuthenticationOutcome outcome) = await DownstreamLogin.TryAsync(runtime, ClientIdentities.Of(session, null), dialogue, cancellationToken);
        return outcome;
    }

    /// <inheritdoc/>
    public ValueTask<Reply?> OnMailAsync(SessionInfo session, Transaction transaction, CancellationToken cancellationToken)
    {
        _account = new TransactionAccount(runtime.Time);
        return default;
    }

    /// <inheritdoc/>
    public async ValueTask<Reply> OnRcptAsync(SessionInfo session, Transaction transaction, Recipient recipient, CancellationToken cancellationToken)
    {
        Mailbox mailbox = recipient.Path.Mailbox;
        Reply? refusal = runtime.Relay.Check(session, mailbox);
        if (refusal is not null)
        {
            _account!.SettleBy(refusal, "rcpt", "relay");
            return refusal;
        }

        DownstreamRoute? route = runtime.RouteOf(mailbox.Domain);
        if (route is null)
        {
            _account!.SettleBy(NoRoute, "rcpt", "relay");
            return NoRoute;
        }

        // RFC 5321 §4.5.3.1.10: the code for too many recipients makes the client send the others in a transaction of their own.
        if (_route is not null && _route != route && transaction.Recipients.Count > 0)
        {
            return SplitTransaction;
        }

        Reply reply = await AskAsync(session, transaction, recipient, route, cancellationToken);
        _account!.SettleBy(reply, "rcpt", "downstream");
        runtime.Metrics.RecipientVerifications.With(reply.IsPositive ? "valid" : reply.IsTransient ? "deferred" : "invalid", "live").Add();
        return reply;
    }

    /// <inheritdoc/>
    public ValueTask<Reply?> OnDataAsync(SessionInfo session, Transaction transaction, CancellationToken cancellationToken)
    {
        _account!.NoteDataStart();
        bool isReady = _route!.IsCapture || _downstream!.IsReady;
        if (!isReady)
        {
            _account.SettleBy(NotReady, "data", "downstream");
        }

        return new ValueTask<Reply?>(isReady ? null : NotReady);
    }

    /// <inheritdoc/>
    public IDataSink? Observe(SessionInfo session, Transaction transaction) => null;

    /// <inheritdoc/>
    public async ValueTask<Reply> OnMessageAsync(SessionInfo session, Transaction transaction, MessageSpool message, CancellationToken cancellationToken)
    {
        TransactionAccount account = _account!;
        account.NoteDataEnd();
        if (!HeaderLimits.TryRead(message, runtime.Settings.Limits, out HeaderSection? header, out Reply? refusal))
        {
            account.SettleBy(refusal, "data", refusal.Status.Detail == 6 ? "loop" : "size");
            return refusal;
        }

        account.MessageId = header.Fields.FirstOrDefault(field => field.Is("Message-ID"u8)) is { Raw.Length: > 0 } field ? field.Value : null;
        byte[] received = ReceivedField.Format(session, transaction, session.XClientName, runtime.Time.GetUtcNow());
        return await ForwardAsync(transaction, new OutgoingMessage(received, message, spoolOffset: 0), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask OnTransactionEndAsync(SessionInfo session, Transaction transaction, TransactionEnd end, Reply? lastReply)
    {
        if (_downstream is { } downstream)
        {
            _downstream = null;
            _account!.NoteDownstream(downstream);
            await downstream.DisposeAsync();
        }

        _route = null;
        TransactionAccount account = _account!;
        _account = null;
        if (end == TransactionEnd.Refused && !account.HasMessage && lastReply is not null)
        {
            account.SettleBy(lastReply, "data", lastReply.Status.Detail == 11 ? "line_endings" : lastReply.Status.Subject == 3 ? "size" : "protocol");
        }

        runtime.Accounts.Close(account, session, transaction, end, lastReply);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _login?.DisposeAsync() ?? default;

    private async ValueTask<Reply> AskAsync(SessionInfo session, Transaction transaction, Recipient recipient, DownstreamRoute route, CancellationToken cancellationToken)
    {
        if (_route != route && _downstream is { } other)
        {
            // No recipient of the other route was accepted, so there is nothing to keep.
            _downstream = null;
            await other.DisposeAsync();
        }

        _route = route;
        if (route.IsCapture)
        {
            return RecipientOk;
        }

        if (_downstream is null)
        {
            _downstream = new DownstreamTransaction(route, runtime.Selector, transaction, transaction.ReversePath, ClientIdentities.Of(session, transaction.Id));
            if (_login is { } login && login.Route == route)
            {
                login.Lend(_downstream);
            }
        }

        return await _downstream.RcptAsync(recipient.Path, recipient.Parameters, cancellationToken);
    }

    private async ValueTask<Reply> ForwardAsync(Transaction transaction, OutgoingMessage message, CancellationToken cancellationToken)
    {
        TransactionAccount account = _account!;
        if (_route!.IsCapture)
        {
            account.Route = _route.Name;
            Reply kept = await runtime.Capture.StoreAsync(transaction, message, cancellationToken);
            account.SettleBy(kept, "message", "downstream");
            return kept;
        }

        DownstreamOutcome outcome = await _downstream!.DeliverAsync(message, () => client.IsGone, cancellationToken);
        if (outcome.MayHaveBeenAccepted)
        {
            runtime.Metrics.DuplicateRisk.With("downstream").Add();
        }

        Reply reply = LmtpReply.Combine(_downstream.RecipientOutcomes, transaction.Recipients) ?? ClientReply.For(outcome, _route.TextPolicy);
        account.SettleBy(reply, "message", outcome.Kind == DownstreamOutcomeKind.Timeout ? "timeout" : "downstream");
        return reply;
    }
}
