using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Session;

/// <summary>
/// Reads lines. What was written is flushed only when there is nothing left to read, so that the replies to a group of pipelined commands leave in
/// one write (RFC 2920 §3.2). While it waits it holds no buffer.
/// </summary>
internal sealed class CommandReader(SmtpConnection connection)
{
    // Beyond this an over-long line is not skipped any more.
    private const int MaxSkippedOctets = 1024 * 1024;
    private const int FlushOctets = 8 * 1024;

    private byte[]? _buffer;
    private int _length;

    /// <summary>The last line without its CRLF; valid until the next read.</summary>
    public ReadOnlyMemory<byte> Line => _buffer.AsMemory(0, _length);

    /// <summary>True when octets have arrived that nobody has read yet.</summary>
    public bool HasWaitingInput
    {
        get
        {
            if (!connection.Input.TryRead(out ReadResult result))
            {
                return false;
            }

            connection.Input.AdvanceTo(result.Buffer.Start);
            return !result.Buffer.IsEmpty;
        }
    }

    /// <summary>Reads the next line of at most <paramref name="maxOctets"/> octets, CRLF included.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<LineStatus> ReadAsync(int maxOctets)
    {
        long skipped = 0;
        while (true)
        {
            if (!connection.Input.TryRead(out ReadResult result))
            {
                await FlushAsync();
                ReleaseBuffer();
                result = await connection.Input.ReadAsync();
            }
            else if (connection.Output.UnflushedBytes > FlushOctets)
            {
                await connection.Output.FlushAsync();
            }

            if (result.IsCanceled)
            {
                connection.Input.AdvanceTo(result.Buffer.Start);
                return LineStatus.Interrupted;
            }

            LineStatus? status = Take(result, maxOctets, ref skipped);
            if (status is not null)
            {
                return status.Value;
            }
        }
    }

    /// <summary>Sends what has been written.</summary>
    public ValueTask<FlushResult> FlushAsync() => connection.Output.UnflushedBytes > 0 ? connection.Output.FlushAsync() : default;

    /// <summary>Gives the line buffer back; the last line is gone then.</summary>
    public void ReleaseBuffer()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
            _length = 0;
        }
    }

    // Null: more octets are needed. Each path advances the pipe exactly once.
    private LineStatus? Take(ReadResult result, int maxOctets, ref long skipped)
    {
        ReadOnlySequence<byte> buffer = result.Buffer;
        SequencePosition? lineFeed = buffer.PositionOf((byte)'\n');
        if (lineFeed is null)
        {
            return TakePart(result, maxOctets, ref skipped);
        }

        ReadOnlySequence<byte> line = buffer.Slice(0, buffer.GetPosition(1, lineFeed.Value));
        long octets = line.Length;
        if (skipped + octets > maxOctets)
        {
            connection.Input.AdvanceTo(line.End);
            return LineStatus.TooLong;
        }

        Copy(line);
        connection.Input.AdvanceTo(line.End);
        // RFC 5321 §2.3.8: a line ends with CRLF and nothing else.
        if (_length < 2 || _buffer![_length - 2] != (byte)'\r')
        {
            return LineStatus.BareLineFeed;
        }

        _length -= 2;
        return Line.Span.IndexOf((byte)'\r') < 0 && LooksLikeHttp(Line.Span) ? LineStatus.OtherProtocol : LineStatus.Line;
    }

    private LineStatus? TakePart(ReadResult result, int maxOctets, ref long skipped)
    {
        ReadOnlySequence<byte> buffer = result.Buffer;
        if (result.IsCompleted)
        {
            connection.Input.AdvanceTo(buffer.End);
            return LineStatus.Closed;
        }

        if (skipped == 0 && !buffer.IsEmpty && buffer.FirstSpan[0] == 0x16)
        {
            connection.Input.AdvanceTo(buffer.End);
            return LineStatus.OtherProtocol;
        }

        if (skipped + buffer.Length <= maxOctets)
        {
            connection.Input.AdvanceTo(buffer.Start, buffer.End);
            return null;
        }

        // Too long whatever follows: nothing of it is kept.
        skipped += buffer.Length;
        connection.Input.AdvanceTo(buffer.End);
        return skipped > MaxSkippedOctets ? LineStatus.Endless : null;
    }

    private void Copy(in ReadOnlySequence<byte> line)
    {
        _length = (int)line.Length;
        if (_buffer is null || _buffer.Length < _length)
        {
            ReleaseBuffer();
            _length = (int)line.Length;
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(_length, 512));
        }

        line.CopyTo(_buffer);
    }

    private static bool LooksLikeHttp(ReadOnlySpan<byte> line) =>
        line.Length > 14 && line[^9..].StartsWith(" HTTP/"u8) && (line.StartsWith("GET "u8) || line.StartsWith("POST "u8) || line.StartsWith("CONNECT "u8)
            || line.StartsWith("OPTIONS "u8) || line.StartsWith("HEAD "u8) || line.StartsWith("PUT "u8));
}
