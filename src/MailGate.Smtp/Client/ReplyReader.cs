using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace MailGate.Smtp.Client;

/// <summary>Takes replies off a stream, one at a time; what follows a reply stays for the next.</summary>
internal sealed class ReplyReader
{
    // Room for the longest line and the start of what follows it.
    private readonly byte[] _buffer = new byte[2 * ReplyParser.MaxLineOctets];
    private readonly ReplyParser _parser = new();
    private int _start;
    private int _end;

    /// <summary>True when octets have been read that belong to no reply taken so far.</summary>
    public bool HasOctets => _start < _end;

    /// <summary>The next reply. What the peer or the network does is a result, not an exception; cancellation is an exception.</summary>
    public ValueTask<ReplyReadResult> ReadAsync(Stream stream, CancellationToken cancellationToken) =>
        TryTake(out ReplyReadResult result) ? new ValueTask<ReplyReadResult>(result) : FillAndTakeAsync(stream, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReplyReadResult> FillAndTakeAsync(Stream stream, CancellationToken cancellationToken)
    {
        ReplyReadResult result;
        do
        {
            int read;
            try
            {
                read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            }
            catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return new ReplyReadResult(ReplyStatus.Closed, null, failure.Message);
            }

            if (read == 0)
            {
                return new ReplyReadResult(ReplyStatus.Closed, null, _start < _end ? "closed in the middle of a reply" : "closed by the downstream");
            }

            _end += read;
        }
        while (!TryTake(out result));
        return result;
    }

    private bool TryTake(out ReplyReadResult result)
    {
        ReplyStatus status = _parser.Read(_buffer.AsSpan(_start, _end - _start), out int consumed);
        _start += consumed;
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_start > 0 && status == ReplyStatus.Incomplete)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        result = new ReplyReadResult(status, status == ReplyStatus.Complete ? _parser.Reply : null, _parser.Fault);
        return status != ReplyStatus.Incomplete;
    }
}
