using System.Runtime.CompilerServices;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Spool;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Client;

/// <summary>
/// A dialogue with one downstream, shaped for a proxy: recipients are asked about one by one as the client names them, and the message follows when it
/// has been judged. Used by one transaction at a time; nothing here throws for what the downstream does. Cancellation throws, and costs the connection.
/// </summary>
public sealed class DownstreamConnection : IAsyncDisposable
{
    private readonly CommandChannel _channel;
    private readonly EnvelopeDialogue _envelope;
    private readonly DotReplies _dot;
    private readonly IDownstreamObserver _observer;

    internal DownstreamConnection(CommandChannel channel, DownstreamContext context, EhloKeywords keywords, ClientIdentity? identity)
    {
        _channel = channel;
        _envelope = new EnvelopeDialogue(channel);
        _dot = new DotReplies(channel, context);
        _observer = context.Observer;
        ConnectedAt = context.Time.GetTimestamp();
        Keywords = keywords;
        Identity = identity;
    }

    /// <summary>The downstream.</summary>
    public DownstreamTarget Target => _channel.Target;

    /// <summary>What the downstream offered last.</summary>
    public EhloKeywords Keywords { get; private set; }

    /// <summary>TLS, or null in clear.</summary>
    public TlsDescription? Tls => _channel.Connection.Tls;

    /// <summary>What the phases of the transaction took; on a new connection those of its greeting, too.</summary>
    public PhaseTimes Times => _channel.Times;

    /// <summary>For whom the connection speaks, or null.</summary>
    public ClientIdentity? Identity { get; private set; }

    /// <summary>True when a client has tried to authenticate over this connection: it is then nobody else's.</summary>
    public bool IsPersonal { get; private set; }

    /// <summary>True while another transaction can be begun.</summary>
    public bool IsUsable => !_channel.IsBroken && !IsDraining;

    /// <summary>True while the reply to a message is still listened for whose client has been answered: the connection ends by itself.</summary>
    public bool IsDraining => _dot.IsDraining;

    /// <summary>Completes when such a listening has ended.</summary>
    public Task Drained => _dot.Drained;

    /// <summary>After <see cref="DataAsync"/>, once the listening has ended: what became of the message, one outcome for each recipient that was accepted.</summary>
    public async Task<IReadOnlyList<DownstreamOutcome>> LateOutcomesAsync()
    {
        await _dot.Drained;
        return _dot.FinalOutcomes;
    }

    /// <summary>True when octets or the end of the connection have come while nothing was asked: of no use any more. One system call.</summary>
    public bool IsStale => _channel.IsBroken || _channel.HasUnsolicitedInput;

    /// <summary>Transactions begun.</summary>
    public int Transactions { get; private set; }

    /// <summary>True when <see cref="IntroduceAsync"/> can be used.</summary>
    public bool CanIntroduceAgain => Target.Identity == DownstreamIdentity.XClient && Keywords.XClientAttributes.Count > 0 && !IsPersonal;

    /// <summary>After <see cref="DataAsync"/> to an LMTP server: the outcome for each recipient that was accepted, in order (RFC 2033 §4.2).</summary>
    public IReadOnlyList<DownstreamOutcome> RecipientOutcomes => _dot.RecipientOutcomes;

    /// <summary>When the connection came about, in the time provider's ticks.</summary>
    internal long ConnectedAt { get; }

    /// <summary>Since when nobody uses the connection, in the time provider's ticks.</summary>
    internal long IdleSince { get; private set; }

    /// <summary>True for a connection that has been idle: it may have died meanwhile.</summary>
    internal bool IsReused { get; private set; }

    private EnvelopeContext Envelope => new(Target, Keywords, Identity, _dot.TransactionId);

    /// <summary>Connects and greets, up to where MAIL may follow.</summary>
    public static ValueTask<DownstreamConnectResult> ConnectAsync(
        DownstreamTarget target, ClientIdentity? identity, DownstreamContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(context);
        return DownstreamDialer.ConnectAsync(target, identity, context, cancellationToken);
    }

    /// <summary>Speaks for another client from now on, by XCLIENT and the EHLO that must follow it.</summary>
    public async ValueTask<DownstreamOutcome> IntroduceAsync(ClientIdentity? identity, CancellationToken cancellationToken)
    {
        var greeting = new DownstreamGreeting(_channel, identity);
        DownstreamOutcome outcome = await greeting.IntroduceAgainAsync(Keywords, cancellationToken);
        Keywords = greeting.Keywords;
        Identity = identity;
        return outcome;
    }

    /// <summary>Passes a client's SASL exchange on. The outcome is the last reply: 235 when it has authenticated.</summary>
    /// <param name="mechanism">The mechanism; one that <see cref="Keywords"/> has.</param>
    /// <param name="initialResponse">The initial response as the client gave it, or null.</param>
    /// <param name="answer">Gives the client's response to a challenge, both in base64; null when it cancelled.</param>
    /// <param name="cancellationToken">Ends the exchange and the connection.</param>
    public ValueTask<DownstreamOutcome> AuthenticateAsync(
        string mechanism, string? initialResponse, Func<string, CancellationToken, ValueTask<string?>> answer, CancellationToken cancellationToken)
    {
        // Also when it fails: the server counts the failures of a session.
        IsPersonal = true;
        return SaslExchange.RunAsync(_channel, mechanism, initialResponse, answer, cancellationToken);
    }

    /// <summary>Notes a new transaction; nothing is sent before its first recipient.</summary>
    /// <param name="mail">MAIL, as <see cref="EnvelopeBridge"/> gives it.</param>
    /// <param name="transactionId">For <see cref="IDownstreamObserver.OnLateReply"/>, and XFORWARD's IDENT.</param>
    /// <param name="client">The client, for XFORWARD: by that a connection serves everybody, one after the other. Other ways to tell of a client hold for the connection.</param>
    public void StartTransaction(MailCommand mail, string transactionId = "", ClientIdentity? client = null)
    {
        ArgumentNullException.ThrowIfNull(mail);
        Identity = Target.Identity == DownstreamIdentity.XForward ? client : Identity;
        _envelope.Start(mail);
        _dot.TransactionId = transactionId;
        Transactions++;
    }

    /// <summary>
    /// Asks about a recipient. For the first one MAIL goes with it, in the same write when the server pipelines; when MAIL is refused, its outcome, with
    /// <see cref="DownstreamPhase.Mail"/>, is that of every recipient.
    /// </summary>
    public ValueTask<DownstreamOutcome> RcptAsync(RcptCommand rcpt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rcpt);
        return _envelope.RcptAsync(Envelope, rcpt, cancellationToken);
    }

    /// <summary>Asks about several recipients at once, pipelined after the first; the outcomes are in the same order.</summary>
    public ValueTask<DownstreamOutcome[]> RcptAsync(IReadOnlyList<RcptCommand> recipients, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recipients);
        return _envelope.RcptAsync(Envelope, recipients, cancellationToken);
    }

    /// <summary>Sends the message to the recipients that were accepted; the outcome is the reply after the dot, or where it failed before.</summary>
    /// <param name="content">The message.</param>
    /// <param name="isClientGone">Looked at right before the dot would leave: with true it does not, and nothing is delivered.</param>
    /// <param name="cancellationToken">
    /// Before the dot it ends the connection; after it only the wait: the outcome is then a time-out, and the late reply is told to the observer.
    /// </param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<DownstreamOutcome> DataAsync(IMessageContent content, Func<bool>? isClientGone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        int recipients = _envelope.Accepted;
        if (recipients == 0)
        {
            return DownstreamOutcome.Failed(DownstreamPhase.Data, DownstreamOutcomeKind.Local, "no recipient was accepted");
        }

        _envelope.End(needsReset: true);
        _channel.Commands.Clear();
        _channel.Commands.AddVerb("DATA"u8);
        DownstreamOutcome outcome = await _channel.ExchangeAsync(DownstreamPhase.Data, Target.Timeouts.Data, cancellationToken);
        if (outcome.Kind != DownstreamOutcomeKind.Reply || outcome.Reply!.Class >= 4)
        {
            return outcome;
        }

        if (outcome.Reply.Code != ReplyCode.StartMailInput)
        {
            return _channel.Fail(DownstreamPhase.Data, DownstreamOutcomeKind.Malformed, "the reply to DATA is neither 354 nor a refusal");
        }

        _envelope.End(needsReset: false);
        return await SendAsync(content, isClientGone, recipients, cancellationToken);
    }

    /// <summary>Gives up the open transaction, so that the connection can serve another. False when the connection is lost over it.</summary>
    public async ValueTask<bool> ResetAsync(CancellationToken cancellationToken)
    {
        if (!_envelope.NeedsReset || !IsUsable)
        {
            return IsUsable;
        }

        _channel.Commands.Clear();
        _channel.Commands.AddVerb("RSET"u8);
        DownstreamOutcome outcome = await _channel.ExchangeAsync(DownstreamPhase.Reset, Target.Timeouts.Farewell, cancellationToken);
        _envelope.End(needsReset: false);
        if (!outcome.IsPositive)
        {
            _channel.Break();
        }

        return outcome.IsPositive;
    }

    /// <summary>Says QUIT, waits a little for the answer, and closes. After an unanswered dot it leaves the connection to the listening for that.</summary>
    public async ValueTask QuitAsync()
    {
        if (IsUsable && !IsStale)
        {
            _channel.Commands.Clear();
            _channel.Commands.AddVerb("QUIT"u8);
            await _channel.ExchangeAsync(DownstreamPhase.Quit, Target.Timeouts.Farewell, CancellationToken.None);
        }

        await DisposeAsync();
    }

    /// <summary>Cuts the connection at once, from any thread.</summary>
    public void Abort() => _channel.Break();

    /// <summary>Closes the connection, but for one that is still listened to: that closes by itself.</summary>
    public ValueTask DisposeAsync() => IsDraining ? ValueTask.CompletedTask : _channel.DisposeAsync();

    /// <summary>Notes that the connection goes into a pool.</summary>
    internal void MarkIdle(long now)
    {
        IdleSince = now;
        IsReused = true;
        Times.Clear();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<DownstreamOutcome> SendAsync(IMessageContent content, Func<bool>? isClientGone, int recipients, CancellationToken cancellationToken)
    {
        var sender = new ContentSender(_channel.Connection.Stream, _channel.Deadline, Target.Timeouts.Block);
        ContentStatus status;
        long startedAt = _channel.Now;
        try
        {
            status = await sender.SendAsync(content, isClientGone, cancellationToken);
            _channel.NoteBody(startedAt);
        }
        catch (OperationCanceledException)
        {
            _channel.Break();
            throw;
        }

        switch (status)
        {
            case ContentStatus.Sent:
                DownstreamOutcome outcome = await _dot.WaitAsync(recipients, cancellationToken);
                if (outcome.IsPositive && _dot.AreAllPositive)
                {
                    _observer.OnAccepted(Target);
                }

                return outcome;
            case ContentStatus.Broken or ContentStatus.BrokenAtDot:
                DownstreamPhase phase = status == ContentStatus.Broken ? DownstreamPhase.Body : DownstreamPhase.Dot;
                return await _channel.ReadUnsolicitedAsync(phase, Target.Timeouts.Block, sender.Detail, cancellationToken);
            default:
                // An unfinished message can only be given up by closing: any command would be taken for a line of it.
                return _channel.Fail(DownstreamPhase.Body, DownstreamOutcomeKind.Local, sender.Detail);
        }
    }
}
