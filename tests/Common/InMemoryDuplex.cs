namespace MailGate.Tests.Common;

/// <summary>
/// One end of a connection without sockets. What one end writes the other reads, a write at a time, so that a test sees how octets were grouped.
/// A write waits while the peer has 256 KB to read. Closing an end gives the peer the end of the stream, and an error when it writes.
/// </summary>
public sealed class InMemoryDuplex : Stream
{
    private readonly Direction _in;
    private readonly Direction _out;

    private InMemoryDuplex(Direction incoming, Direction outgoing)
    {
        _in = incoming;
        _out = outgoing;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Two ends that are connected.</summary>
    public static (InMemoryDuplex Client, InMemoryDuplex Server) CreatePair()
    {
        Direction toServer = new();
        Direction toClient = new();
        return (new InMemoryDuplex(toClient, toServer), new InMemoryDuplex(toServer, toClient));
    }

    /// <summary>Says that nothing more will be written; reading goes on.</summary>
    public void ShutdownSend() => _out.End();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _in.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _out.WriteAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _out.End();
        _in.Abandon();
        base.Dispose(disposing);
    }

    private sealed class Direction
    {
        private const int MaxWaitingOctets = 256 * 1024;

        private readonly Lock _lock = new();
        private readonly Queue<ReadOnlyMemory<byte>> _waiting = new();
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _octets;
        private bool _hasEnded;
        private bool _isAbandoned;

        public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            while (true)
            {
                Task changed;
                lock (_lock)
                {
                    ObjectDisposedException.ThrowIf(_isAbandoned, this);
                    if (_waiting.Count > 0 || _hasEnded)
                    {
                        return Take(buffer.Span);
                    }

                    changed = _changed.Task;
                }

                await changed.WaitAsync(cancellationToken);
            }
        }

        public async ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
        {
            while (true)
            {
                Task changed;
                lock (_lock)
                {
                    ObjectDisposedException.ThrowIf(_hasEnded, this);
                    if (_isAbandoned)
                    {
                        throw new IOException("the peer has closed the connection");
                    }

                    if (_octets == 0 || _octets + octets.Length <= MaxWaitingOctets)
                    {
                        Put(octets);
                        return;
                    }

                    changed = _changed.Task;
                }

                await changed.WaitAsync(cancellationToken);
            }
        }

        public void End()
        {
            lock (_lock)
            {
                _hasEnded = true;
                Change();
            }
        }

        public void Abandon()
        {
            lock (_lock)
            {
                _isAbandoned = true;
                Change();
            }
        }

        private int Take(Span<byte> destination)
        {
            if (_waiting.Count == 0 || destination.IsEmpty)
            {
                return 0;
            }

            ReadOnlyMemory<byte> first = _waiting.Peek();
            int taken = Math.Min(first.Length, destination.Length);
            first.Span[..taken].CopyTo(destination);
            _octets -= taken;
            if (taken == first.Length)
            {
                _waiting.Dequeue();
            }
            else
            {
                // Rare and short: the queue keeps its order by going round once.
                ReadOnlyMemory<byte>[] rest = [first[taken..], .. _waiting.Skip(1)];
                _waiting.Clear();
                foreach (ReadOnlyMemory<byte> part in rest)
                {
                    _waiting.Enqueue(part);
                }
            }

            Change();
            return taken;
        }

        private void Put(ReadOnlyMemory<byte> octets)
        {
            if (!octets.IsEmpty)
            {
                _waiting.Enqueue(octets.ToArray());
                _octets += octets.Length;
                Change();
            }
        }

        private void Change()
        {
            TaskCompletionSource changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            changed.SetResult();
        }
    }
}
