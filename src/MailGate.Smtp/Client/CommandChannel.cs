using System.Net.Sockets;
using System.Runtime.CompilerServices;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Client;

/// <summary>
/// Commands out, replies in, each under a deadline. Whatever goes wrong is a <see cref="DownstreamOutcome"/>, after which the connection is broken.
/// </summary>
internal sealed class CommandChannel : IAsyncDisposable
{
    private readonly DownstreamContext _context;
    private readonly ReplyReader _reader = new();
    private Func<bool>? _expiring;
    private long _sentAt;
    private volatile bool _hasExpired;
    private volatile bool _isBroken;

    public CommandChannel(SmtpConnection connection, DownstreamTarget target, DownstreamContext context)
    {
        Connection = connection;
        Target = target;
        _context = context;
        Deadline = context.Deadlines.Create(OnDeadline);
    }

    public SmtpConnection Connection { get; }

    public DownstreamTarget Target { get; }

    public Deadline Deadline { get; }

    /// <summary>The commands of the next write.</summary>
    public CommandBuffer Commands { get; } = new();

    /// <summary>What the phases took.</summary>
    public PhaseTimes Times { get; } = new();

    /// <summary>True when nothing more can be said on this connection.</summary>
    public bool IsBroken => _isBroken;

    /// <summary>True when octets have been read that belong to no reply taken so far.</summary>
    public bool HasBufferedInput => _reader.HasOctets;

    /// <summary>True when octets have come that answer nothing, or the end of the connection.</summary>
    public bool HasUnsolicitedInput => _reader.HasOctets || Connection.IsReadable;

    /// <summary>Sends <see cref="Commands"/> in one write; null when they are on their way.</summary>
    public async ValueTask<DownstreamOutcome?> SendAsync(DownstreamPhase phase, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (IsBroken)
        {
            return DownstreamOutcome.Failed(phase, DownstreamOutcomeKind.Closed, "the connection is closed");
        }

        if (_reader.HasOctets)
        {
            return await ReadUnsolicitedAsync(phase, timeout, "the downstream replied to nothing", cancellationToken);
        }

        _sentAt = _context.Time.GetTimestamp();
        Deadline.Set(timeout);
        try
        {
            await Connection.Stream.WriteAsync(Commands.Octets, cancellationToken);
            return null;
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            return await ReadUnsolicitedAsync(phase, timeout, failure.Message, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Break();
            throw;
        }
        finally
        {
            Deadline.Clear();
        }
    }

    /// <summary>Reads the next reply.</summary>
    public ValueTask<DownstreamOutcome> ReadAsync(DownstreamPhase phase, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Deadline.Set(timeout);
        ValueTask<ReplyReadResult> reading = _reader.ReadAsync(Connection.Stream, cancellationToken);
        return reading.IsCompletedSuccessfully ? new ValueTask<DownstreamOutcome>(Conclude(phase, reading.GetAwaiter().GetResult())) : WaitAsync(phase, reading);
    }

    /// <summary>Sends <see cref="Commands"/>, one command, and reads its reply.</summary>
    public ValueTask<DownstreamOutcome> ExchangeAsync(DownstreamPhase phase, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ValueTask<DownstreamOutcome?> sending = SendAsync(phase, timeout, cancellationToken);
        // A command fits into the socket's buffer, so that there is only one wait: the one for the reply.
        return !sending.IsCompletedSuccessfully ? ExchangeAsync(sending, phase, timeout, cancellationToken)
            : sending.GetAwaiter().GetResult() is { } failure ? new ValueTask<DownstreamOutcome>(failure)
            : ReadAsync(phase, timeout, cancellationToken);
    }

    /// <summary>Notes the time for a message that <see cref="ContentSender"/> has written.</summary>
    /// <param name="startedAt">When its writing began, in the time provider's ticks.</param>
    public void NoteBody(long startedAt) => Times.Add(DownstreamPhase.Body, _context.Time.GetElapsedTime(startedAt));

    /// <summary>The time now, in the time provider's ticks.</summary>
    public long Now => _context.Time.GetTimestamp();

    /// <summary>Starts the clock of a reply whose request <see cref="ContentSender"/> has written.</summary>
    public void MarkSent() => _sentAt = _context.Time.GetTimestamp();

    /// <summary>Has <paramref name="expiring"/> asked when the deadline passes: with true it has taken care, and the connection stays.</summary>
    public void Guard(Func<bool>? expiring) => _expiring = expiring;

    /// <summary>What goes wrong without a reply ends here: the connection is cut and the outcome told to the observer.</summary>
    public DownstreamOutcome Fail(DownstreamPhase phase, DownstreamOutcomeKind kind, string detail)
    {
        Break();
        DownstreamOutcome outcome = kind != DownstreamOutcomeKind.Local && _hasExpired
            ? DownstreamOutcome.Failed(phase, DownstreamOutcomeKind.Timeout, "the downstream took too long")
            : DownstreamOutcome.Failed(phase, kind, detail);
        _context.Observer.OnFailure(Target, outcome);
        return outcome;
    }

    /// <summary>Looks for the reply that explains why a write failed: often 421, or 552 in the middle of a message.</summary>
    public async ValueTask<DownstreamOutcome> ReadUnsolicitedAsync(DownstreamPhase phase, TimeSpan timeout, string detail, CancellationToken cancellationToken)
    {
        if (_hasExpired)
        {
            return Fail(phase, DownstreamOutcomeKind.Timeout, detail);
        }

        TimeSpan farewell = Target.Timeouts.Farewell;
        DownstreamOutcome outcome = await ReadAsync(phase, farewell < timeout ? farewell : timeout, cancellationToken);
        Break();
        return outcome.Kind == DownstreamOutcomeKind.Reply && outcome.Reply!.Class < 4 ? Fail(phase, DownstreamOutcomeKind.Malformed, detail) : outcome;
    }

    /// <summary>Cuts the connection, from any thread.</summary>
    public void Break()
    {
        _isBroken = true;
        Connection.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        _isBroken = true;
        Deadline.Dispose();
        await Connection.DisposeAsync();
    }

    private async ValueTask<DownstreamOutcome> ExchangeAsync(
        ValueTask<DownstreamOutcome?> sending, DownstreamPhase phase, TimeSpan timeout, CancellationToken cancellationToken) =>
        await sending ?? await ReadAsync(phase, timeout, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<DownstreamOutcome> WaitAsync(DownstreamPhase phase, ValueTask<ReplyReadResult> reading)
    {
        try
        {
            return Conclude(phase, await reading);
        }
        catch (OperationCanceledException)
        {
            Deadline.Clear();
            Break();
            throw;
        }
    }

    private DownstreamOutcome Conclude(DownstreamPhase phase, ReplyReadResult result)
    {
        Deadline.Clear();
        switch (result.Status)
        {
            case ReplyStatus.Complete when result.Reply!.IsIntermediate && phase is not (DownstreamPhase.Data or DownstreamPhase.Auth):
                // RFC 5321 §4.2.1: only these two ask for more. After any other command the two sides are out of step.
                return Fail(phase, DownstreamOutcomeKind.Malformed, "a 3xx reply where none can be");
            case ReplyStatus.Complete:
                Reply reply = result.Reply!;
                _isBroken |= reply.Code == ReplyCode.ServiceNotAvailable;
                TimeSpan elapsed = _context.Time.GetElapsedTime(_sentAt);
                Times.Add(phase, elapsed);
                _context.Observer.OnReply(Target, phase, reply, elapsed);
                return DownstreamOutcome.Of(phase, reply);
            case ReplyStatus.Malformed:
                return Fail(phase, DownstreamOutcomeKind.Malformed, result.Detail);
            default:
                return Fail(phase, DownstreamOutcomeKind.Closed, result.Detail);
        }
    }

    private void OnDeadline()
    {
        if (_expiring?.Invoke() == true)
        {
            return;
        }

        _hasExpired = true;
        Connection.Abort();
    }
}
