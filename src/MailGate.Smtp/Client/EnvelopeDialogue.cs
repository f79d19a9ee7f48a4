using System.Runtime.CompilerServices;

namespace MailGate.Smtp.Client;

/// <summary>MAIL and RCPT of one transaction after another on a connection.</summary>
internal sealed class EnvelopeDialogue(CommandChannel channel)
{
    // RFC 2920 §3.1: a client must not fill both directions at once. So many replies fit into any receive window.
    private const int MaxPipelinedRecipients = 50;

    private MailCommand? _mail;
    private DownstreamOutcome _mailOutcome;
    private MailState _state;

    private enum MailState
    {
        NotSent,
        Accepted,
        Refused,
    }

    /// <summary>How many recipients were accepted.</summary>
    public int Accepted { get; private set; }

    /// <summary>True when a transaction is open at the downstream.</summary>
    public bool NeedsReset { get; private set; }

    private TimeSpan Timeout => channel.Target.Timeouts.Envelope;

    /// <summary>Notes a new transaction.</summary>
    public void Start(MailCommand mail)
    {
        _mail = mail;
        _state = MailState.NotSent;
        Accepted = 0;
    }

    /// <summary>The transaction is over.</summary>
    /// <param name="needsReset">True when the downstream does not know that yet.</param>
    public void End(bool needsReset)
    {
        _mail = null;
        _state = MailState.NotSent;
        Accepted = 0;
        NeedsReset = needsReset;
    }

    /// <summary>Asks about a recipient, with MAIL before the first one.</summary>
    public ValueTask<DownstreamOutcome> RcptAsync(in EnvelopeContext context, RcptCommand rcpt, CancellationToken cancellationToken) => _state switch
    {
        MailState.Accepted => NextAsync(rcpt, cancellationToken),
        MailState.Refused => new ValueTask<DownstreamOutcome>(_mailOutcome),
        _ => context.Pipelines ? OpenPipelinedAsync(context, rcpt, cancellationToken) : OpenInStepAsync(context, rcpt, cancellationToken),
    };

    /// <summary>Asks about several recipients, pipelined after the first where the downstream can.</summary>
    public async ValueTask<DownstreamOutcome[]> RcptAsync(EnvelopeContext context, IReadOnlyList<RcptCommand> recipients, CancellationToken cancellationToken)
    {
        var outcomes = new DownstreamOutcome[recipients.Count];
        for (int i = 0; i < outcomes.Length;)
        {
            if (_state != MailState.Accepted || !context.Pipelines)
            {
                outcomes[i] = await RcptAsync(context, recipients[i], cancellationToken);
                i++;
                continue;
            }

            int end = Math.Min(outcomes.Length, i + MaxPipelinedRecipients);
            await PipelineAsync(recipients, outcomes, i, end, cancellationToken);
            i = end;
        }

        return outcomes;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<DownstreamOutcome> OpenPipelinedAsync(EnvelopeContext context, RcptCommand rcpt, CancellationToken cancellationToken)
    {
        bool resets = NeedsReset;
        CommandBuffer commands = channel.Commands;
        commands.Clear();
        if (resets)
        {
            commands.AddVerb("RSET"u8);
        }

        bool forwards = context.TryAddXForward(commands);
        if (!commands.TryAddMail(Mail) || !commands.TryAddRcpt(rcpt))
        {
            return Unsafe(DownstreamPhase.Mail);
        }

        DownstreamPhase first = resets ? DownstreamPhase.Reset : forwards ? DownstreamPhase.Identity : DownstreamPhase.Mail;
        if (await channel.SendAsync(first, Timeout, cancellationToken) is { } failure)
        {
            return Refused(failure);
        }

        if (resets && await ReadAsync(DownstreamPhase.Reset, cancellationToken) is { IsPositive: false } notReset)
        {
            return OutOfStep(notReset);
        }

        // XFORWARD is for the log only: when it is refused the mail goes on.
        if (forwards && await ReadAsync(DownstreamPhase.Identity, cancellationToken) is { EndsConnection: true } ended)
        {
            return Refused(ended);
        }

        DownstreamOutcome mail = NoteMail(await ReadAsync(DownstreamPhase.Mail, cancellationToken));
        if (mail.EndsConnection)
        {
            return mail;
        }

        // The reply to RCPT is read in any case; without MAIL it says nothing of the recipient (RFC 2920 §3.1).
        DownstreamOutcome answer = NoteRcpt(await ReadAsync(DownstreamPhase.Rcpt, cancellationToken));
        return mail.IsPositive ? answer : mail;
    }

    private async ValueTask<DownstreamOutcome> OpenInStepAsync(EnvelopeContext context, RcptCommand rcpt, CancellationToken cancellationToken)
    {
        CommandBuffer commands = channel.Commands;
        commands.Clear();
        if (NeedsReset)
        {
            commands.AddVerb("RSET"u8);
            if (await channel.ExchangeAsync(DownstreamPhase.Reset, Timeout, cancellationToken) is { IsPositive: false } notReset)
            {
                return OutOfStep(notReset);
            }

            commands.Clear();
        }

        if (context.TryAddXForward(commands))
        {
            if (await channel.ExchangeAsync(DownstreamPhase.Identity, Timeout, cancellationToken) is { EndsConnection: true } ended)
            {
                return Refused(ended);
            }

            commands.Clear();
        }

        if (!commands.TryAddMail(Mail))
        {
            return Unsafe(DownstreamPhase.Mail);
        }

        if (await channel.SendAsync(DownstreamPhase.Mail, Timeout, cancellationToken) is { } failure)
        {
            return Refused(failure);
        }

        DownstreamOutcome mail = NoteMail(await ReadAsync(DownstreamPhase.Mail, cancellationToken));
        return mail.IsPositive ? await NextAsync(rcpt, cancellationToken) : mail;
    }

    private async ValueTask<DownstreamOutcome> NextAsync(RcptCommand rcpt, CancellationToken cancellationToken)
    {
        channel.Commands.Clear();
        if (!channel.Commands.TryAddRcpt(rcpt))
        {
            return Unsafe(DownstreamPhase.Rcpt);
        }

        return await channel.SendAsync(DownstreamPhase.Rcpt, Timeout, cancellationToken) ?? NoteRcpt(await ReadAsync(DownstreamPhase.Rcpt, cancellationToken));
    }

    private async ValueTask PipelineAsync(
        IReadOnlyList<RcptCommand> recipients, DownstreamOutcome[] outcomes, int start, int end, CancellationToken cancellationToken)
    {
        channel.Commands.Clear();
        for (int i = start; i < end; i++)
        {
            // Nothing is sent for one that cannot be; its outcome is set here and stays.
            outcomes[i] = channel.Commands.TryAddRcpt(recipients[i]) ? default : Unsafe(DownstreamPhase.Rcpt);
        }

        DownstreamOutcome? failure = await channel.SendAsync(DownstreamPhase.Rcpt, Timeout, cancellationToken);
        for (int i = start; i < end; i++)
        {
            if (outcomes[i].Kind != DownstreamOutcomeKind.Local)
            {
                outcomes[i] = failure ?? NoteRcpt(await ReadAsync(DownstreamPhase.Rcpt, cancellationToken));
                failure ??= outcomes[i].EndsConnection ? outcomes[i] : null;
            }
        }
    }

    private MailCommand Mail => _mail ?? throw new InvalidOperationException("no transaction has been started");

    private DownstreamOutcome NoteMail(DownstreamOutcome mail)
    {
        NeedsReset = mail.IsPositive;
        _state = mail.IsPositive ? MailState.Accepted : MailState.Refused;
        _mailOutcome = mail;
        return mail;
    }

    private DownstreamOutcome NoteRcpt(DownstreamOutcome rcpt)
    {
        if (rcpt.IsPositive)
        {
            Accepted += _state == MailState.Accepted ? 1 : 0;
            NeedsReset = true;
        }

        return rcpt;
    }

    private ValueTask<DownstreamOutcome> ReadAsync(DownstreamPhase phase, CancellationToken cancellationToken) =>
        channel.ReadAsync(phase, Timeout, cancellationToken);

    // Further replies may be on their way that nobody will read.
    private DownstreamOutcome OutOfStep(DownstreamOutcome outcome)
    {
        channel.Break();
        return Refused(outcome);
    }

    private DownstreamOutcome Refused(DownstreamOutcome outcome)
    {
        _state = MailState.Refused;
        _mailOutcome = outcome;
        return outcome;
    }

    private static DownstreamOutcome Unsafe(DownstreamPhase phase) =>
        DownstreamOutcome.Failed(phase, DownstreamOutcomeKind.Local, "the command would hold CR, LF or NUL");
}
