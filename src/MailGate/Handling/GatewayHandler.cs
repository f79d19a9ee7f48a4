using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Rules;
using MailGate.Handling.Policy;
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
    private const int LongestOnSocketThread = 128 * 1024;

    private static readonly Reply Discarded = Reply.Of(ReplyCode.Ok, 0, 0, "OK");
    private static readonly Reply NoQuarantine = Reply.Of(ReplyCode.LocalError, 7, 1, "Deferred by the policy of this server, try again later");
    private static readonly Reply CannotRewrite = Reply.Of(ReplyCode.LocalError, 3, 0, "The message could not be prepared, try again later");
    private static readonly Reply SplitTransaction = Reply.Of(ReplyCode.InsufficientStorage, 5, 3, "Send this recipient in another transaction");
    private static readonly Reply NoRoute = Reply.Of(ReplyCode.MailboxUnavailable, 1, 2, "No route to this domain");
    private static readonly Reply RecipientOk = Reply.Of(ReplyCode.Ok, 1, 5, "Recipient OK");
    private static readonly Reply NotReady = Reply.Of(ReplyCode.LocalError, 4, 2, "The connection to the destination failed, try again later");

    // Null where there is nothing to look for and nothing to change: the message is then not even read.
    private readonly PolicySession? _policy = runtime.Policy.IsIdle ? null : new PolicySession(runtime.Policy, runtime.Relay, runtime.PolicyMetrics, runtime.Time);

    private DownstreamLogin? _login;
    private ReversePath _reversePath = ReversePath.Null;
    private DownstreamTransaction? _downstream;
    private DownstreamRoute? _route;
    private TransactionAccount? _account;

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
        _account = new TransactionAccount(runtime.Time);
        _reversePath = transaction.ReversePath;
        if (_policy is null)
        {
            return null;
        }

        Reply? refusal = await _policy.MailAsync(session, transaction);
        if (refusal is not null)
        {
            NoteRule("mail", refusal);
        }

        // A rule that rewrites the sender to what is no address changes nothing.
        foreach (MessageEffect.RewriteMailFrom rewrite in _policy.Mail!.Results[^1].Verdict.Effects.OfType<MessageEffect.RewriteMailFrom>())
        {
            _reversePath = rewrite.Address.Length == 0 ? ReversePath.Null
                : AddressParser.TryParseMailbox(rewrite.Address, out Mailbox? mailbox) ? new ReversePath(mailbox) : _reversePath;
        }

        return refusal;
    }

    /// <inheritdoc/>
    public async ValueTask<Reply> OnRcptAsync(SessionInfo session, Transaction transaction, Recipient recipient, CancellationToken cancellationToken)
    {
        Reply? refusal = runtime.Relay.Check(session, recipient.Path.Mailbox);
        if (refusal is not null)
        {
            _account!.SettleBy(refusal, "rcpt", "relay");
            return refusal;
        }

        if (_policy is null)
        {
            return await AskAsync(session, transaction, recipient, new RecipientPlan(recipient.Path, [], null), cancellationToken);
        }

        refusal = await _policy.RcptAsync(recipient.Path.Mailbox);
        Reply reply = refusal ?? (RecipientPlan.Of(recipient.Path, _policy.RecipientEffects) is { } plan
            ? await AskAsync(session, transaction, recipient, plan, cancellationToken)
            : CannotRewrite);
        _policy.EndRecipient(reply.IsPositive);
        if (refusal is not null)
        {
            NoteRule("rcpt", refusal);
        }

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
    public IDataSink? Observe(SessionInfo session, Transaction transaction) => _policy?.Observe();

    /// <inheritdoc/>
    public async ValueTask<Reply> OnMessageAsync(SessionInfo session, Transaction transaction, MessageSpool message, CancellationToken cancellationToken)
    {
        TransactionAccount account = _account!;
        account.NoteDataEnd();
        return _policy is null
            ? await PassOnAsync(session, transaction, message, cancellationToken)
            : await JudgeAsync(_policy, session, transaction, message, cancellationToken);
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

        if (runtime.Journal is { } journal && _policy?.Mail is { } mail)
        {
            journal.Note(TransactionRecord.Of(mail, lastReply?.ToString() ?? ""));
        }

        _policy?.EndMail();
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
    public ValueTask DisposeAsync()
    {
        _policy?.Dispose();
        return _login?.DisposeAsync() ?? default;
    }

    private async ValueTask<Reply> AskAsync(SessionInfo session, Transaction transaction, Recipient recipient, RecipientPlan plan, CancellationToken cancellationToken)
    {
        // What a rule makes of an address is checked like what a client gives: rewriting never opens a relay.
        Reply? refusal = ReferenceEquals(plan.Path, recipient.Path) ? null : runtime.Relay.Check(session, plan.Path.Mailbox);
        DownstreamRoute? route = plan.RouteName is { } name ? runtime.RouteNamed(name) : runtime.RouteOf(plan.Path.Mailbox.Domain);
        refusal ??= route is null ? NoRoute : null;
        if (refusal is not null)
        {
            _account!.SettleBy(refusal, "rcpt", "relay");
            return refusal;
        }

        // RFC 5321 §4.5.3.1.10: the code for too many recipients makes the client send the others in a transaction of their own.
        if (_route is not null && _route != route && transaction.Recipients.Count > 0)
        {
            return SplitTransaction;
        }

        Reply reply = runtime.Verification.Recall(route!, plan.Path.Mailbox)
            ?? await AskAsync(session, transaction, recipient.Parameters, plan, route!, cancellationToken);
        _account!.SettleBy(reply, "rcpt", "downstream");
        return reply;
    }

    private async ValueTask<Reply> AskAsync(
        SessionInfo session, Transaction transaction, RcptParameters parameters, RecipientPlan plan, DownstreamRoute route, CancellationToken cancellationToken)
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
            DownstreamConnection? own = _login is { } login && login.Route == route ? login.Connection : null;
            _downstream = new DownstreamTransaction(route, runtime.Downstreams.Begin(
                route.Route, ClientIdentities.Of(session, transaction.Id), _reversePath, transaction.Parameters, transaction.Id, own));
        }

        Reply reply = await _downstream.RcptAsync(plan.Path, parameters, cancellationToken);
        reply = runtime.Verification.Conclude(route, plan.Path.Mailbox, _downstream.LastOutcome, reply);
        foreach (ForwardPath copy in plan.Copies)
        {
            if (reply.IsPositive && !(await _downstream.RcptAsync(copy, RcptParameters.None, cancellationToken)).IsPositive)
            {
                return CannotRewrite;
            }
        }

        return reply;
    }

    private async ValueTask<Reply> PassOnAsync(SessionInfo session, Transaction transaction, MessageSpool message, CancellationToken cancellationToken)
    {
        if (!HeaderLimits.TryRead(message, runtime.Settings.Limits, out HeaderSection? header, out Reply? refusal))
        {
            return Refuse(refusal);
        }

        _account!.MessageId = MessageIdOf(header);
        return await ForwardAsync(transaction, new OutgoingMessage(ReceivedFieldOf(session, transaction), message, spoolOffset: 0), cancellationToken);
    }

    private async ValueTask<Reply> JudgeAsync(
        PolicySession policy, SessionInfo session, Transaction transaction, MessageSpool message, CancellationToken cancellationToken)
    {
        TransactionAccount account = _account!;
        if (message.Length > LongestOnSocketThread)
        {
            // Sessions run on the threads that poll sockets; reading a large message through would keep all others waiting.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        StageResult result = await policy.MessageAsync(message);
        account.Checks += result.Duration;
        if (policy.Mail!.Message!.Header is { } header)
        {
            account.MessageId = MessageIdOf(header);
            if (HeaderLimits.Judge(header, runtime.Settings.Limits) is { } overLimit)
            {
                return Refuse(overLimit);
            }
        }

        Verdict verdict = result.Verdict;
        if (VerdictReply.RefusalOf(verdict) is { } refusal)
        {
            account.SettleBy(refusal, "message", "rule");
            account.Detail = result.Reason;
            return refusal;
        }

        if (verdict.Action == RuleAction.Discard)
        {
            account.Settle("discard", "message", "rule");
            account.Detail = result.Reason;
            return Discarded;
        }

        byte[] received = ReceivedFieldOf(session, transaction);
        if (verdict.Action == RuleAction.Quarantine && !runtime.Settings.Quarantine.Enabled)
        {
            account.SettleBy(NoQuarantine, "message", "rule");
            account.Detail = result.Reason;
            return NoQuarantine;
        }

        if (verdict.Action == RuleAction.Quarantine)
        {
            Reply kept = await runtime.Quarantine.StoreAsync(transaction, new OutgoingMessage(received, message, spoolOffset: 0), cancellationToken);
            account.Settle(kept.IsPositive ? "quarantine" : "defer", "message", "rule");
            account.Detail = result.Reason;
            return kept;
        }

        (OutgoingMessage? outgoing, string? problem) = await policy.ComposeAsync(verdict, received, message);
        if (outgoing is null)
        {
            account.SettleBy(CannotRewrite, "message", "internal");
            account.Detail = problem;
            return CannotRewrite;
        }

        Reply reply = await ForwardAsync(transaction, outgoing, cancellationToken);
        if (reply.IsPositive && verdict.IsTagged)
        {
            account.Settle("tag", "message", null);
            account.Detail = result.Reason;
        }

        return reply;
    }

    private Reply Refuse(Reply refusal)
    {
        _account!.SettleBy(refusal, "data", refusal.Status.Detail == 6 ? "loop" : "size");
        return refusal;
    }

    private void NoteRule(string stage, Reply refusal)
    {
        _account!.SettleBy(refusal, stage, "rule");
        _account.Detail = _policy!.Mail!.Results[^1].Reason;
    }

    private byte[] ReceivedFieldOf(SessionInfo session, Transaction transaction) =>
        ReceivedField.Format(session, transaction, session.XClientName, runtime.Time.GetUtcNow());

    private static string? MessageIdOf(HeaderSection header) =>
        header.Fields.FirstOrDefault(field => field.Is("Message-ID"u8)) is { Raw.Length: > 0 } field ? field.Value : null;

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
