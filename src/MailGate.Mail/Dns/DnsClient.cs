using System.Net;

namespace MailGate.Mail.Dns;

/// <summary>
/// A stub resolver (RFC 1035 §5.3.1): asks the configured servers in turn, within time-outs and a deadline, and goes on along aliases that a
/// server does not follow itself.
/// </summary>
internal sealed class DnsClient : IDnsClient, IDisposable
{
    // Aliases that lead from reply to reply; those inside one reply have a limit of their own.
    private const int MaxRestarts = 8;

    private readonly DnsOptions options;
    private readonly TimeProvider timeProvider;
    private readonly IDnsObserver? observer;
    private readonly DnsExchange exchange;
    private readonly DnsServerPool pool;
    private readonly SemaphoreSlim slots;
    private int questions;

    /// <exception cref="ArgumentException">The options cannot work.</exception>
    public DnsClient(DnsOptions options, TimeProvider timeProvider, IDnsObserver? observer)
    {
        options.ThrowIfUnusable();
        this.options = options;
        this.timeProvider = timeProvider;
        this.observer = observer;
        exchange = new DnsExchange(options, timeProvider, observer);
        pool = new DnsServerPool(options.Servers.Count, options.Rotate, timeProvider);
        slots = new SemaphoreSlim(options.MaxConcurrentQueries);
    }

    public async Task<DnsResult<T>> QueryAsync<T>(string name, RecordKind<T> kind, CancellationToken cancellationToken)
    {
        long start = timeProvider.GetTimestamp();
        DnsResult<T> result = await QueryWithinLimitsAsync(name, kind, cancellationToken);
        observer?.OnQuery(kind.Type, result.Status, timeProvider.GetElapsedTime(start));
        return result;
    }

    public void Dispose() => slots.Dispose();

    private static byte[]? ToWire(string name)
    {
        Span<byte> wire = stackalloc byte[DnsName.MaxWireOctets];
        return DnsName.TryWrite(name.ToLowerInvariant(), wire, out int octets) ? wire[..octets].ToArray() : null;
    }

    private async Task<DnsResult<T>> QueryWithinLimitsAsync<T>(string name, RecordKind<T> kind, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(options.Deadline, timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            if (Interlocked.Increment(ref questions) - options.MaxConcurrentQueries > options.MaxWaitingQueries)
            {
                return new DnsResult<T>(DnsStatus.ServerFailure, []);
            }

            await slots.WaitAsync(either.Token);
            try
            {
                return await FollowAsync(name, kind, either.Token);
            }
            finally
            {
                slots.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DnsResult<T>(DnsStatus.Timeout, []);
        }
        finally
        {
            Interlocked.Decrement(ref questions);
        }
    }

    private async Task<DnsResult<T>> FollowAsync<T>(string name, RecordKind<T> kind, CancellationToken cancellationToken)
    {
        TimeSpan timeToLive = TimeSpan.MaxValue;
        bool isAuthenticated = true;
        for (int restarts = 0; restarts <= MaxRestarts; restarts++)
        {
            if (ToWire(name) is not { } wire)
            {
                return new DnsResult<T>(DnsStatus.NxDomain, []);
            }

            (DnsReply<T> reply, IPEndPoint server) = await AskServersAsync(wire, kind, cancellationToken);
            timeToLive = reply.TimeToLive < timeToLive ? reply.TimeToLive : timeToLive;
            isAuthenticated &= reply.IsAuthentic && (options.TrustAd || IPAddress.IsLoopback(server.Address));
            switch (reply.Status)
            {
                case DnsReplyStatus.Answer:
                    return new DnsResult<T>(DnsStatus.Answer, reply.Records, timeToLive, isAuthenticated);
                case DnsReplyStatus.NoData:
                    return new DnsResult<T>(DnsStatus.NoData, [], timeToLive, isAuthenticated);
                case DnsReplyStatus.NxDomain:
                    return new DnsResult<T>(DnsStatus.NxDomain, [], timeToLive, isAuthenticated);
                case DnsReplyStatus.Alias:
                    name = reply.Target!;
                    continue;
                case DnsReplyStatus.Unreachable or DnsReplyStatus.Timeout:
                    return new DnsResult<T>(DnsStatus.Timeout, []);
                case DnsReplyStatus.Truncated or DnsReplyStatus.EdnsRefused or DnsReplyStatus.ServerFailure or DnsReplyStatus.Malformed:
                    return new DnsResult<T>(DnsStatus.ServerFailure, []);
                default:
                    throw new InvalidOperationException($"unknown status {reply.Status}");
            }
        }

        return new DnsResult<T>(DnsStatus.ServerFailure, []);
    }

    // The first reply that says something about the name; else a failure that a server stated, which is more than silence.
    private async Task<(DnsReply<T> Reply, IPEndPoint Server)> AskServersAsync<T>(byte[] name, RecordKind<T> kind, CancellationToken cancellationToken)
    {
        int[] order = pool.Order();
        bool[] isDone = new bool[order.Length];
        (DnsReply<T> Reply, IPEndPoint Server) worst = (DnsReply<T>.Of(DnsReplyStatus.Timeout), options.Servers[order[0]]);
        for (int attempt = 0; attempt < options.Attempts; attempt++)
        {
            foreach (int index in order)
            {
                if (isDone[index])
                {
                    continue;
                }

                IPEndPoint server = options.Servers[index];
                DnsReply<T> reply = await exchange.AskAsync(server, name, kind, cancellationToken);
                bool isSilent = reply.Status is DnsReplyStatus.Timeout or DnsReplyStatus.Unreachable;
                pool.Note(index, !isSilent);
                if (reply.Status <= DnsReplyStatus.Alias)
                {
                    return (reply, server);
                }

                observer?.OnServerFailure(server, isSilent ? DnsStatus.Timeout : DnsStatus.ServerFailure);
                worst = isSilent ? worst : (reply, server);
                // Only one that was too slow may do better the next time.
                isDone[index] = reply.Status != DnsReplyStatus.Timeout;
            }
        }

        return worst;
    }
}
