using System.Runtime.CompilerServices;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Rules;
using MailGate.Handling.Duplicates;
using MailGate.Handling.Policy;
using MailGate.Handling.Quarantine;
using MailGate.Mail.Messages;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;
using MailGate.Smtp.Spool;
using MailGate.Storage.Quarantine;

namespace MailGate.Handling;

/// <summary>What becomes of a message that has come in: refused, thrown away, kept in quarantine, or handed on to the server behind.</summary>
internal sealed class MessageDelivery(GatewayRuntime runtime, IClientPresence client)
{
    private const int LongestOnSocketThread = 128 * 1024;

    private static readonly Reply Discarded = Reply.Of(ReplyCode.Ok, 0, 0, "OK");
    private static readonly Reply NoQuarantine = Reply.Of(ReplyCode.LocalError, 7, 1, "Deferred by the policy of this server, try again later");
    private static readonly Reply CannotRewrite = Reply.Of(ReplyCode.LocalError, 3, 0, "The message could not be prepared, try again later");

    private readonly RecipientForwarding _recipients = new(runtime);

    private readonly DuplicateGuard _duplicates = new(runtime.Earlier, runtime.Settings, runtime.Metrics);

    // Made for the first message, and kept for the others of the session.
    private Func<bool>? _isClientGone;

    /// <summary>Decides and does it; the reply is the client's.</summary>
    /// <param name="current">The transaction.</param>
    /// <param name="policy">The rules' side of the session; null where there is nothing to judge.</param>
    /// <param name="session">The client.</param>
    /// <param name="transaction">The client's half.</param>
    /// <param name="message">The message as it came.</param>
    /// <param name="login">The client's own connection to a server, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<Reply> HandleAsync(
        GatewayTransaction current, PolicySession? policy, SessionInfo session, Transaction transaction, MessageSpool message, DownstreamLogin? login,
        CancellationToken cancellationToken)
    {
        return runtime.Earlier.IsEmpty ? GoOnAsync() : RecallAsync();

        ValueTask<Reply> GoOnAsync() => policy is null
            ? PassOnAsync(current, session, transaction, message, cancellationToken)
            : JudgeAsync(current, policy, session, transaction, message, login, cancellationToken);

        async ValueTask<Reply> RecallAsync() => await _duplicates.RecallAsync(current, message, cancellationToken) ?? await GoOnAsync();
    }

    private ValueTask<Reply> PassOnAsync(GatewayTransaction current, SessionInfo session, Transaction transaction, MessageSpool message, CancellationToken cancellationToken)
    {
        Reply? refusal = HeaderLimits.Judge(message, runtime.Settings.Limits, runtime.Accounts.AreLogged, out string? messageId);
        current.Account.MessageId = messageId;
        return refusal is not null
            ? new ValueTask<Reply>(Refuse(current.Account, refusal))
            : ForwardAsync(current, transaction, message, new OutgoingMessage(ReceivedFieldOf(session, transaction), message, spoolOffset: 0), cancellationToken);
    }

    private async ValueTask<Reply> JudgeAsync(
        GatewayTransaction current, PolicySession policy, SessionInfo session, Transaction transaction, MessageSpool message, DownstreamLogin? login,
        CancellationToken cancellationToken)
    {
        TransactionAccount account = current.Account;
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
                return Refuse(account, overLimit);
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
            runtime.Metrics.Discarded.With().Add();
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

        bool isQuarantined = verdict.Action == RuleAction.Quarantine;
        EnvelopeChange? change = null;
        if (verdict.Effects.Count > 0 || isQuarantined)
        {
            change = _recipients.Plan(current, session, transaction, verdict.Effects, out Reply? cannotChange);
            if (change is not null && !isQuarantined)
            {
                cannotChange = await _recipients.ChangeAsync(current, session, transaction, change, login, cancellationToken);
            }

            if (cannotChange is not null)
            {
                account.SettleBy(cannotChange, "message", "rewrite");
                account.Detail = result.Reason;
                return cannotChange;
            }
        }

        (OutgoingMessage? outgoing, string? problem) = await policy.ComposeAsync(AsItGoesOn(verdict), received, message);
        if (outgoing is null)
        {
            account.SettleBy(CannotRewrite, "message", "internal");
            account.Detail = problem;
            return CannotRewrite;
        }

        if (isQuarantined)
        {
            QuarantinedMessage kept = QuarantineEnvelope.Of(current, change!, session, transaction, policy.Mail, result, runtime.Time.GetUtcNow());
            Reply answer = await runtime.Quarantine.KeepAsync(kept, outgoing, cancellationToken);
            account.Settle(answer.IsPositive ? "quarantine" : "defer", "message", answer.IsPositive ? "rule" : "internal");
            account.Detail = result.Reason;
            return answer;
        }

        Reply reply = await ForwardAsync(current, transaction, message, outgoing, cancellationToken);
        if (reply.IsPositive && verdict.IsTagged)
        {
            account.Settle("tag", "message", null);
            account.Detail = result.Reason;
        }

        return reply;
    }

    // What is released later is no spam: it has all fields that it would have had, and no mark of that.
    private static Verdict AsItGoesOn(Verdict verdict) =>
        verdict.Action == RuleAction.Quarantine ? verdict with { Action = RuleAction.None, IsTagged = false } : verdict;

    private static Reply Refuse(TransactionAccount account, Reply refusal)
    {
        account.SettleBy(refusal, "data", refusal.Status.Detail == 6 ? "loop" : "size");
        return refusal;
    }

    private byte[] ReceivedFieldOf(SessionInfo session, Transaction transaction) =>
        ReceivedField.Format(session, transaction, session.XClientName, runtime.Time.GetUtcNow());

    private static string? MessageIdOf(HeaderSection header) =>
        header.Fields.FirstOrDefault(field => field.Is("Message-ID"u8)) is { Raw.Length: > 0 } field ? field.Value : null;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Reply> ForwardAsync(
        GatewayTransaction current, Transaction transaction, MessageSpool message, OutgoingMessage outgoing, CancellationToken cancellationToken)
    {
        TransactionAccount account = current.Account;
        if (current.Route!.IsCapture)
        {
            account.Route = current.Route.Name;
            Reply kept = await runtime.Capture.StoreAsync(transaction, outgoing, cancellationToken);
            account.SettleBy(kept, "message", "downstream");
            runtime.Metrics.DownstreamAccepted.With().Add(kept.IsPositive ? 1 : 0);
            return kept;
        }

        if (await _duplicates.LeaveOutAsync(current, cancellationToken) is { } known)
        {
            return known;
        }

        DownstreamOutcome outcome = await current.Downstream!.DeliverAsync(outgoing, _isClientGone ??= () => client.IsGone, cancellationToken);
        Reply reply = LmtpReply.Combine(current.Downstream.RecipientOutcomes, [.. current.Downstream.Accepted.Select(recipient => recipient.Named)]) ?? ClientReply.For(outcome, current.Route.TextPolicy);
        account.SettleBy(reply, "message", outcome.Kind == DownstreamOutcomeKind.Timeout ? "timeout" : "downstream");
        await _duplicates.NoteAsync(current, message, outcome, reply, _isClientGone, cancellationToken);
        return reply;
    }
}
