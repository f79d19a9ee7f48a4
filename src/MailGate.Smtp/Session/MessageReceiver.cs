using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Spool;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Session;

/// <summary>
/// Takes one message off the wire, by DATA or by chunks, into a spool. It never stops in the middle of a message: what is refused is read to its end,
/// so that no line of it can become a command.
/// </summary>
internal sealed class MessageReceiver : IDisposable
{
    private static readonly Reply TooLarge = Reply.Of(ReplyCode.ExceededStorage, 3, 4, "Message is larger than this server takes");
    private static readonly Reply NoRoom = Reply.Of(ReplyCode.InsufficientStorage, 3, 1, "No room to hold the message, try again later");
    private static readonly Reply BareCarriageReturn = Reply.Of(ReplyCode.MailboxUnavailable, 6, 11, "Bare <CR> in the message: lines end with <CR><LF>");
    private static readonly Reply BareLineFeed = Reply.Of(ReplyCode.MailboxUnavailable, 6, 11, "Bare <LF> in the message: lines end with <CR><LF>");
    private static readonly Reply Nul = Reply.Of(ReplyCode.MailboxUnavailable, 6, 11, "NUL in the message");

    private static readonly Reply LineTooLong = Reply.Of(ReplyCode.TransactionFailed, 6, 0, "A line of the message is longer than this server takes");

    private readonly SmtpSession _session;
    private readonly DataReader _reader;
    private readonly MessageSink _sink;
    private readonly long _maxOctets;
    private readonly bool _isDotStuffed;
    private long _windowOctets;

    public MessageReceiver(SmtpSession session, IDataSink? observer, bool isDotStuffed)
    {
        _session = session;
        _isDotStuffed = isDotStuffed;
        _maxOctets = session.Settings.Limits.MaxMessageOctets;
        Spool = new MessageSpool(session.Budget);
        _sink = new MessageSink(Spool, observer);
        _reader = new DataReader(isDotStuffed, session.Settings.LineEndings, session.Settings.Limits.MaxTextLineOctets);
    }

    /// <summary>The message so far.</summary>
    public MessageSpool Spool { get; }

    /// <summary>Why the message is refused, or null.</summary>
    public Reply? Refusal { get; private set; }

    /// <summary>True when the refusal is for octets that smuggle: the session ends with it.</summary>
    public bool IsHostile => Refusal is { Status.Detail: 11 };

    /// <summary>True when the refusal is on its way already, before the end of the message.</summary>
    public bool IsRefusalSent { get; private set; }

    /// <summary>Reads to CRLF.CRLF.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReceiveStatus> ReceiveDataAsync()
    {
        StartWindow();
        while (true)
        {
            ReadResult result = await ReadInputAsync();
            if (result.IsCanceled || (result.IsCompleted && result.Buffer.IsEmpty))
            {
                _session.Connection.Input.AdvanceTo(result.Buffer.Start);
                return result.IsCanceled ? ReceiveStatus.Interrupted : ReceiveStatus.Closed;
            }

            (DataStatus status, SequencePosition consumed) = Process(result.Buffer);
            CountRate(result.Buffer.Length);
            _session.Connection.Input.AdvanceTo(consumed);
            if (Spool.NeedsFlush)
            {
                await FlushSpoolAsync();
            }

            if (status == DataStatus.EndOfData)
            {
                return Refusal is null ? ReceiveStatus.Complete : ReceiveStatus.Refused;
            }
        }
    }

    /// <summary>Reads one chunk of a told size (RFC 3030 §2).</summary>
    public async ValueTask<ReceiveStatus> ReceiveChunkAsync(long octets, bool isLast)
    {
        StartWindow();
        while (octets > 0)
        {
            ReadResult result = await ReadInputAsync();
            if (result.IsCanceled || (result.IsCompleted && result.Buffer.IsEmpty))
            {
                _session.Connection.Input.AdvanceTo(result.Buffer.Start);
                return result.IsCanceled ? ReceiveStatus.Interrupted : ReceiveStatus.Closed;
            }

            ReadOnlySequence<byte> part = result.Buffer.Slice(0, Math.Min(octets, result.Buffer.Length));
            octets -= part.Length;
            Process(part);
            CountRate(part.Length);
            _session.Connection.Input.AdvanceTo(part.End);
            if (Spool.NeedsFlush)
            {
                await FlushSpoolAsync();
            }
        }

        if (isLast && Refusal is null)
        {
            Refuse(_reader.Finish(_sink));
        }

        return Refusal is null ? ReceiveStatus.Complete : ReceiveStatus.Refused;
    }

    /// <summary>Refuses the message; what is still to come of it is read and thrown away.</summary>
    public void Refuse(Reply refusal)
    {
        Refusal ??= refusal;
        _reader.Discard();
    }

    public void Dispose() => Spool.Dispose();

    private ValueTask<ReadResult> ReadInputAsync()
    {
        PipeReader input = _session.Connection.Input;
        if (input.TryRead(out ReadResult result))
        {
            return new ValueTask<ReadResult>(result);
        }

        ValueTask<FlushResult> flushing = _session.FlushAsync();
        if (!flushing.IsCompletedSuccessfully)
        {
            return ReadAfterAsync(flushing, input);
        }

        flushing.GetAwaiter().GetResult();
        return input.ReadAsync();
    }

    private static async ValueTask<ReadResult> ReadAfterAsync(ValueTask<FlushResult> flushing, PipeReader input)
    {
        await flushing;
        return await input.ReadAsync();
    }

    private (DataStatus Status, SequencePosition Consumed) Process(in ReadOnlySequence<byte> buffer)
    {
        long processed = 0;
        foreach (ReadOnlyMemory<byte> segment in buffer)
        {
            ReadOnlySpan<byte> rest = segment.Span;
            while (!rest.IsEmpty)
            {
                DataStatus status = _reader.Read(rest, _sink, out int consumed);
                rest = rest[consumed..];
                processed += consumed;
                if (status == DataStatus.EndOfData)
                {
                    return (status, buffer.GetPosition(processed));
                }

                Refuse(status);
                if (Spool.Length > _maxOctets)
                {
                    Refuse(TooLarge);
                }
            }
        }

        return (DataStatus.More, buffer.End);
    }

    private void Refuse(DataStatus status)
    {
        Reply? refusal = status switch
        {
            DataStatus.BareCarriageReturn => BareCarriageReturn,
            DataStatus.BareLineFeed => BareLineFeed,
            DataStatus.Nul => Nul,
            DataStatus.LineTooLong => LineTooLong,
            DataStatus.More or DataStatus.EndOfData => null,
            _ => throw new ArgumentOutOfRangeException(nameof(status)),
        };
        if (refusal is not null)
        {
            Refuse(refusal);
            if (_isDotStuffed && IsHostile)
            {
                // A client that takes its own line ends for the end of the data waits for a reply now; one that does not reads it after its dot.
                _session.Write(refusal);
                IsRefusalSent = true;
            }
        }
    }

    private async ValueTask FlushSpoolAsync()
    {
        try
        {
            await Spool.FlushAsync(CancellationToken.None);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _session.Observer.OnFailure(_session.Info, failure);
            Refuse(NoRoom);
        }
    }

    private void StartWindow()
    {
        _windowOctets = 0;
        _session.Deadline.Set(_session.Settings.Limits.DataTimeout);
    }

    // The deadline moves on only when a window's worth of octets has come: a client that sends one octet a minute runs into it.
    private void CountRate(long octets)
    {
        SmtpLimits limits = _session.Settings.Limits;
        _windowOctets += octets;
        if (_windowOctets >= limits.MinOctetsPerSecond * limits.DataTimeout.TotalSeconds)
        {
            StartWindow();
        }
    }
}
