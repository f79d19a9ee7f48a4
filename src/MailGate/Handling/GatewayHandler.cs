using System.Runtime.CompilerServices;
using MailGate.Handling.Policy;
using MailGate.Mail.Addresses;
using MailGate.Observability.Tracing;
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
    private static readonly Reply CannotRewrite = Reply.Of(ReplyCode.LocalError, 3, 0, "The message could not be prepared, try again later");

    // Null where there is nothing to look for and nothing to change: the message is then not even read.
    private readonly PolicySession? _policy = runtime.Policy.IsIdle ? null : new PolicySession(runtime.Policy, runtime.Relay, runtime.PolicyMetrics, runtime.Time);

    private readonly RecipientForwarding _recipients = new(runtime);
    private readonly MessageDelivery _messages = new(runtime, client);

    private DownstreamLogin? _login;
    private GatewayTransaction? _current;

    /// <inheritdoc/>
    public EhloOffer Offer => runtime.Offers.Current;

    /// <inheritdoc/>
    public ValueTask<Reply?> OnConnectAsync(SessionInfo session, CancellationToken cancellationToken) => _policy?.ConnectAsync(session) ?? default;

    /// <inheritdoc/>
    public ValueTask<Reply?> OnHelloAsync(SessionInfo session, CancellationToken cancellationToken) => _policy?.HelloAsync(session) ?? default;

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
    public async ValueTask<Reply?> OnMailAsync(SessionInfo session, Transaction transaction, CancellationToken cancellationToken)
    {
        ReversePath? sender = runtime.Rewriter.Sender(transaction.Id, transaction.ReversePath);
        TransactionAccount account = new(runtime.Time, runtime.Accounts.AreKept) { Span = TransactionSpans.Begin(session, transaction) };
        _current = new GatewayTransaction(account) { ReversePath = sender ?? transaction.ReversePath };
        if (sender is null)
        {
            _current.Account.SettleBy(CannotRewrite, "mail", "rewrite");
            return CannotRewrite;
        }

        if (_policy is null)
        {
            return null;
        }

        Reply? refusal = await _policy.MailAsync(session, transaction);
        if (refusal is not null)
        {
            NoteRule("mail", refusal);
        }

        return refusal;
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Reply> OnRcptAsync(SessionInfo session, Transaction transaction, Recipient recipient, CancellationToken cancellationToken)
    {
        TransactionSpans.Resume(_current!.Account.Span);
        ForwardPath? bounceTo = runtime.Rewriter.Reverse(recipient.Path, transaction.ReversePath, out Reply? refusal);
        refusal ??= bounceTo is null ? runtime.Relay.Check(session, recipient.Path.Mailbox) : null;
        if (refusal is not null)
        {
            _current!.Account.SettleBy(refusal, "rcpt", "relay");
            return refusal;
        }

        RecipientPlan plain = RecipientPlan.Of(bounceTo ?? recipient.Path) with { IsBounce = bounceTo is not null };
        if (_policy is null)
        {
            return await _recipients.AskAsync(_current!, session, transaction, recipient, plain, _login, cancellationToken);
        }

        refusal = await _policy.RcptAsync(recipient.Path.Mailbox);
        Reply reply = refusal ?? await _recipients.AskAsync(
            _current!, session, transaction, recipient, plain.With(_policy.RecipientEffects), _login, cancellationToken);
        _policy.EndRecipient(reply.IsPositive);
        if (refusal == PolicySession.DifferentTreatment)
        {
            runtime.Metrics.RecipientsSplit.With().Add();
        }
        else if (refusal is not null)
        {
            NoteRule("rcpt", refusal);
        }

        return reply;
    }

    /// <inheritdoc/>
    public async ValueTask<Reply?> OnDataAsync(SessionInfo session, Transaction transaction, CancellationToken cancellationToken)
    {
        _current!.Account.NoteDataStart();
        Reply? refusal = await _recipients.PrepareAsync(_current, cancellationToken);
        if (refusal is not null)
        {
            _current.Account.SettleBy(refusal, "data", "downstream");
        }

        return refusal;
    }

    /// <inheritdoc/>
    public IDataSink? Observe(SessionInfo session, Transaction transaction) => _policy?.Observe();

    /// <inheritdoc/>
    public ValueTask<Reply> OnMessageAsync(SessionInfo session, Transaction transaction, MessageSpool message, CancellationToken cancellationToken)
    {
        _current!.Account.NoteDataEnd();
        return _current.Account.Span is null
            ? _messages.HandleAsync(_current, _policy, session, transaction, message, _login, cancellationToken)
            : HandleTracedAsync(_current, session, transaction, message, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask OnTransactionEndAsync(SessionInfo session, Transaction transaction, TransactionEnd end, Reply? lastReply)
    {
        GatewayTransaction current = _current!;
        _current = null;
        await current.EndDownstreamAsync();
        TransactionAccount account = current.Account;
        if (end == TransactionEnd.Refused && !account.HasMessage && lastReply is not null)
        {
            account.SettleBy(lastReply, "data", lastReply.Status.Detail == 11 ? "line_endings" : lastReply.Status.Subject == 3 ? "size" : "protocol");
        }

        runtime.Accounts.Close(account, session, transaction, end, lastReply, _policy?.Mail);
        _policy?.EndMail();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _policy?.Dispose();
        return _login?.DisposeAsync() ?? default;
    }

    private async ValueTask<Reply> HandleTracedAsync(
        GatewayTransaction current, SessionInfo session, Transaction transaction, MessageSpool message, CancellationToken cancellationToken)
    {
        TransactionSpans.Resume(current.Account.Span);
        return await _messages.HandleAsync(current, _policy, session, transaction, message, _login, cancellationToken);
    }

    private void NoteRule(string stage, Reply refusal)
    {
        _current!.Account.SettleBy(refusal, stage, "rule");
        _current.Account.Detail = _policy!.Mail!.Results[^1].Reason;
    }
}
