using System.Buffers;
using System.Net.Sockets;
using MailGate.Smtp.Spool;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Client;

/// <summary>
/// Sends one message after its 354. A message of up to 64 KB leaves in one write; of a larger one, blocks that need no stuffing go to the stream as they
/// are. The final dot is always in the write that has the last octets: alone it would wait for an acknowledgement on a connection with Nagle's algorithm
/// and costs a packet on one without.
/// </summary>
internal sealed class ContentSender(Stream stream, Deadline deadline, TimeSpan blockTimeout)
{
    private const int BufferOctets = 64 * 1024;

    // CRLF, dot, CRLF, and a CR that was held back.
    private const int ReservedOctets = 8;

    // Of the last block of a large message so much is copied, to be sent together with the dot.
    private const int TailOctets = 8 * 1024;

    private byte[] _buffer = [];
    private int _length;
    private DotStuffer _stuffer;
    private bool _isBroken;

    /// <summary>Why it did not work, for logs.</summary>
    public string Detail { get; private set; } = "";

    private int Room => _buffer.Length - ReservedOctets - _length;

    /// <summary>Sends the message and the dot.</summary>
    /// <param name="content">The message.</param>
    /// <param name="isClientGone">Asked right before the write that has the dot; when it says true nothing more is written.</param>
    /// <param name="cancellationToken">Ends the sending; the connection is then of no more use.</param>
    public async ValueTask<ContentStatus> SendAsync(IMessageContent content, Func<bool>? isClientGone, CancellationToken cancellationToken)
    {
        long expected = content.Length;
        // One octet in 64 for dots that are doubled; with more of them a second write is no harm.
        _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(BufferOctets, expected + (expected / 64) + 64));
        try
        {
            long seen = 0;
            await foreach (ReadOnlyMemory<byte> block in content.ReadBlocksAsync(cancellationToken))
            {
                seen += block.Length;
                if (!await AddAsync(block, isLast: seen >= expected, cancellationToken))
                {
                    return _isBroken ? ContentStatus.Broken : Unsafe();
                }
            }

            return await FinishAsync(isClientGone, cancellationToken);
        }
        catch (IOException failure)
        {
            Detail = failure.Message;
            return ContentStatus.Unreadable;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private ContentStatus Unsafe()
    {
        Detail = "bare CR, bare LF or NUL in the message";
        return ContentStatus.Unsafe;
    }

    private async ValueTask<ContentStatus> FinishAsync(Func<bool>? isClientGone, CancellationToken cancellationToken)
    {
        if (_stuffer.IsAfterCr)
        {
            return Unsafe();
        }

        // A message by BDAT may lack the last line end; by DATA it cannot (RFC 5321 §4.1.1.4).
        Append(_stuffer.IsAtLineStart ? ".\r\n"u8 : "\r\n.\r\n"u8);
        if (isClientGone?.Invoke() == true)
        {
            Detail = "the client has gone";
            return ContentStatus.ClientGone;
        }

        return await WriteAsync(_buffer.AsMemory(0, _length), cancellationToken) ? ContentStatus.Sent : ContentStatus.BrokenAtDot;
    }

    private async ValueTask<bool> AddAsync(ReadOnlyMemory<byte> block, bool isLast, CancellationToken cancellationToken)
    {
        if (block.IsEmpty)
        {
            return true;
        }

        bool hasHeldCr = _stuffer.IsAfterCr;
        int start = 0;
        int end = 0;
        if (!_stuffer.TryAdvance(block.Span, ref end))
        {
            return false;
        }

        if (hasHeldCr)
        {
            // Its LF has been seen now. The reserve has room for it.
            Append("\r"u8);
        }

        while (end < block.Length)
        {
            if (!await CopyAsync(block[start..end], cancellationToken) || !await CopyAsync(Dot, cancellationToken))
            {
                return false;
            }

            start = end;
            if (!_stuffer.TryAdvance(block.Span, ref end))
            {
                return false;
            }
        }

        ReadOnlyMemory<byte> rest = block[start..(end - (_stuffer.IsAfterCr ? 1 : 0))];
        return rest.Length <= BufferOctets / 2 || rest.Length <= Room
            ? await CopyAsync(rest, cancellationToken)
            : await WriteThroughAsync(rest, isLast, cancellationToken);
    }

    private static ReadOnlyMemory<byte> Dot { get; } = new[] { (byte)'.' };

    private async ValueTask<bool> WriteThroughAsync(ReadOnlyMemory<byte> octets, bool isLast, CancellationToken cancellationToken)
    {
        int direct = octets.Length - (isLast ? Math.Min(TailOctets, _buffer.Length - ReservedOctets) : 0);
        if (!await FlushAsync(cancellationToken) || !await WriteAsync(octets[..direct], cancellationToken))
        {
            return false;
        }

        Append(octets.Span[direct..]);
        return true;
    }

    private async ValueTask<bool> CopyAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        while (octets.Length > Room)
        {
            int part = Math.Max(Room, 0);
            Append(octets.Span[..part]);
            octets = octets[part..];
            if (!await FlushAsync(cancellationToken))
            {
                return false;
            }
        }

        Append(octets.Span);
        return true;
    }

    private void Append(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_buffer.AsSpan(_length));
        _length += octets.Length;
    }

    private async ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        int length = _length;
        _length = 0;
        return length == 0 || await WriteAsync(_buffer.AsMemory(0, length), cancellationToken);
    }

    private async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        deadline.Set(blockTimeout);
        try
        {
            await stream.WriteAsync(octets, cancellationToken);
            return true;
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            _isBroken = true;
            Detail = failure.Message;
            return false;
        }
        finally
        {
            deadline.Clear();
        }
    }
}
