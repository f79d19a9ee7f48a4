using System.Buffers;
using System.Threading.Channels;
using MailGate.Observability.Metrics;

namespace MailGate.Observability.Logs;

/// <summary>
/// Takes whole lines from any thread and writes them in the background, many at once. Nobody who logs ever waits: when the disk or the reader of
/// standard output is too slow, lines are dropped and counted.
/// </summary>
internal sealed class LogSink : IAsyncDisposable
{
    private const int MaxLines = 16 * 1024;
    private const int BatchOctets = 64 * 1024;

    private readonly Channel<(byte[] Octets, int Length)> _lines =
        Channel.CreateBounded<(byte[], int)>(new BoundedChannelOptions(MaxLines) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Func<Stream> _open;
    private readonly Counter _dropped;
    private readonly Task _writing;
    private volatile bool _reopen;

    /// <param name="open">Opens what is written to: at the start, and again after <see cref="Reopen"/> or an error.</param>
    public LogSink(Func<Stream> open, Counter dropped)
    {
        _open = open;
        _dropped = dropped;
        _writing = WriteAsync();
    }

    /// <summary>Hands a line over; it is copied.</summary>
    public void Write(ReadOnlySpan<byte> line)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(line.Length);
        line.CopyTo(copy);
        if (!_lines.Writer.TryWrite((copy, line.Length)))
        {
            ArrayPool<byte>.Shared.Return(copy);
            _dropped.Add();
        }
    }

    /// <summary>The file was moved away by log rotation: the next line opens it anew.</summary>
    public void Reopen() => _reopen = true;

    /// <summary>Writes what is left, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        byte[] batch = new byte[BatchOctets];
        Stream? stream = null;
        try
        {
            while (await _lines.Reader.WaitToReadAsync())
            {
                int filled = 0;
                int lines = 0;
                while (_lines.Reader.TryPeek(out (byte[] Octets, int Length) line) && (filled == 0 || filled + line.Length <= batch.Length))
                {
                    _lines.Reader.TryRead(out _);
                    if (line.Length > batch.Length)
                    {
                        batch = new byte[line.Length];
                    }

                    line.Octets.AsSpan(0, line.Length).CopyTo(batch.AsSpan(filled));
                    ArrayPool<byte>.Shared.Return(line.Octets);
                    filled += line.Length;
                    lines++;
                }

                stream = await WriteBatchAsync(stream, batch.AsMemory(0, filled), lines);
            }
        }
        finally
        {
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }
        }
    }

    // A full disk must not end the log for good: the lines are lost and counted, the next ones are tried again.
    private async ValueTask<Stream?> WriteBatchAsync(Stream? stream, ReadOnlyMemory<byte> batch, int lines)
    {
        try
        {
            if (_reopen && stream is not null)
            {
                _reopen = false;
                await stream.DisposeAsync();
                stream = null;
            }

            stream ??= _open();
            await stream.WriteAsync(batch);
            await stream.FlushAsync();
            return stream;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            _dropped.Add(lines);
            return null;
        }
    }
}
