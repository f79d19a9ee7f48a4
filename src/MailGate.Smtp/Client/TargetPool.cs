using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client;

/// <summary>The connections to one target: some at work, some idle, no more than <see cref="DownstreamTarget.MaxConnections"/> together.</summary>
internal sealed class TargetPool(DownstreamTarget target, DownstreamContext context) : IAsyncDisposable
{
    private static readonly Reply AllTaken = Reply.Of(ReplyCode.LocalError, 3, 2, "Too many messages for the destination at this time, try again later");

    private readonly Lock _lock = new();
    private readonly List<DownstreamConnection> _idle = [];
    private readonly Queue<TaskCompletionSource<DownstreamConnection?>> _waiting = new();
    private readonly HashSet<DownstreamConnection> _leaving = [];
    private int _open;
    private bool _isDisposed;

    /// <summary>What the downstream offered last, or null before the first connection.</summary>
    public EhloKeywords? Keywords { get; private set; }

    /// <summary>When <see cref="Keywords"/> was learnt, in the time provider's ticks.</summary>
    public long KeywordsSince { get; private set; }

    /// <summary>Connections, in all and idle.</summary>
    public (int Open, int Idle) Counts
    {
        get
        {
            lock (_lock)
            {
                return (_open, _idle.Count);
            }
        }
    }

    /// <summary>A connection that speaks for <paramref name="identity"/>: an idle one, else a new one, else the first to come free.</summary>
    /// <param name="identity">The client, or null.</param>
    /// <param name="isFresh">True: a new one, since an idle one has just turned out dead.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<DownstreamConnectResult> AcquireAsync(ClientIdentity? identity, bool isFresh, CancellationToken cancellationToken)
    {
        DownstreamConnection? idle = isFresh ? null : TakeIdle(identity);
        return idle is not null && Serves(idle, identity)
            ? new ValueTask<DownstreamConnectResult>(new DownstreamConnectResult(idle, default))
            : AcquireSlowAsync(idle, identity, isFresh, cancellationToken);
    }

    /// <summary>Takes a connection back, its transaction ended or not.</summary>
    public async ValueTask ReleaseAsync(DownstreamConnection connection)
    {
        if (!await connection.ResetAsync(CancellationToken.None) || IsSpent(connection))
        {
            Close(connection);
            return;
        }

        connection.MarkIdle(context.Time.GetTimestamp());
        lock (_lock)
        {
            if (!_isDisposed)
            {
                if (!TryHandOver(connection))
                {
                    _idle.Add(connection);
                }

                return;
            }
        }

        Close(connection);
    }

    /// <summary>Closes what has been idle too long.</summary>
    public void Sweep()
    {
        List<DownstreamConnection>? expired = null;
        lock (_lock)
        {
            // The oldest stand first, since connections are taken from the end.
            int count = _idle.FindIndex(c => context.Time.GetElapsedTime(c.IdleSince) < target.IdleTimeout);
            count = count < 0 ? _idle.Count : count;
            if (count > 0)
            {
                expired = _idle.GetRange(0, count);
                _idle.RemoveRange(0, count);
            }
        }

        foreach (DownstreamConnection connection in expired ?? [])
        {
            Close(connection);
        }
    }

    /// <summary>Says goodbye on all idle connections at once, so that servers that do not answer cost one farewell's time and not one each.</summary>
    public async ValueTask DisposeAsync()
    {
        List<DownstreamConnection> idle;
        lock (_lock)
        {
            _isDisposed = true;
            idle = [.. _idle];
            _open -= idle.Count;
            _idle.Clear();
            foreach (DownstreamConnection leaving in _leaving)
            {
                leaving.Abort();
            }
        }

        await Task.WhenAll(idle.Select(LeaveAsync));
    }

    private static bool Serves(DownstreamConnection connection, ClientIdentity? identity) => connection.Target.Identity switch
    {
        DownstreamIdentity.None or DownstreamIdentity.XForward => true,
        _ => identity is null ? connection.Identity is null : identity.IsSameClient(connection.Identity),
    };

    private bool IsSpent(DownstreamConnection connection) =>
        connection.IsPersonal || context.Time.GetElapsedTime(connection.ConnectedAt) >= target.MaxAge
        || connection.Transactions >= Math.Min(target.MaxTransactions, connection.Keywords.MaxTransactions ?? int.MaxValue);

    private DownstreamConnection? TakeIdle(ClientIdentity? identity)
    {
        List<DownstreamConnection>? dead = null;
        DownstreamConnection? found = null;
        lock (_lock)
        {
            while (found is null && FindIdle(identity) is >= 0 and var index)
            {
                DownstreamConnection candidate = _idle[index];
                _idle.RemoveAt(index);
                if (candidate.IsStale || context.Time.GetElapsedTime(candidate.IdleSince) >= target.IdleTimeout)
                {
                    (dead ??= []).Add(candidate);
                }
                else
                {
                    found = candidate;
                }
            }
        }

        foreach (DownstreamConnection connection in dead ?? [])
        {
            Close(connection);
        }

        return found;
    }

    // The one used last first: the others may then end by idleness. One that speaks for the client before one that must be told to.
    private int FindIdle(ClientIdentity? identity)
    {
        for (int i = _idle.Count - 1; i >= 0; i--)
        {
            if (Serves(_idle[i], identity))
            {
                return i;
            }
        }

        return _idle.FindLastIndex(static c => c.CanIntroduceAgain);
    }

    private async ValueTask<DownstreamConnectResult> AcquireSlowAsync(
        DownstreamConnection? idle, ClientIdentity? identity, bool isFresh, CancellationToken cancellationToken)
    {
        if (idle is null && Reserve(identity, isFresh, out idle) is { } turn)
        {
            try
            {
                idle = await turn.Task.WaitAsync(target.QueueWait, context.Time, cancellationToken);
            }
            catch (Exception failure) when (failure is TimeoutException or OperationCanceledException)
            {
                if (turn.TrySetCanceled(CancellationToken.None))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    return Busy();
                }

                // The turn came at the same moment.
                idle = await turn.Task;
            }
        }

        return idle is null ? await ConnectAsync(identity, cancellationToken) : await ReuseAsync(idle, identity, cancellationToken);
    }

    private async ValueTask<DownstreamConnectResult> ReuseAsync(DownstreamConnection connection, ClientIdentity? identity, CancellationToken cancellationToken)
    {
        if (Serves(connection, identity) && connection.IsUsable)
        {
            return new DownstreamConnectResult(connection, default);
        }

        if (connection.IsUsable && connection.CanIntroduceAgain)
        {
            DownstreamOutcome outcome;
            try
            {
                outcome = await connection.IntroduceAsync(identity, cancellationToken);
            }
            catch
            {
                Close(connection);
                throw;
            }

            if (outcome.IsPositive)
            {
                return new DownstreamConnectResult(connection, outcome);
            }
        }

        // Its place is taken by a new one.
        LeaveInBackground(connection);
        return await ConnectAsync(identity, cancellationToken);
    }

    // With a place reserved.
    private async ValueTask<DownstreamConnectResult> ConnectAsync(ClientIdentity? identity, CancellationToken cancellationToken)
    {
        DownstreamConnectResult result = default;
        try
        {
            result = await DownstreamConnection.ConnectAsync(target, identity, context, cancellationToken);
            return result;
        }
        finally
        {
            if (result.Connection is null)
            {
                GiveUpPlace();
            }
            else
            {
                Keywords = result.Connection.Keywords;
                KeywordsSince = context.Time.GetTimestamp();
            }
        }
    }

    // A connection that has come free meanwhile, or null and a place for a new one, or a turn to wait for.
    private TaskCompletionSource<DownstreamConnection?>? Reserve(ClientIdentity? identity, bool isFresh, out DownstreamConnection? idle)
    {
        idle = null;
        DownstreamConnection surplus;
        lock (_lock)
        {
            if (_open < target.MaxConnections)
            {
                _open++;
                return null;
            }

            if (!isFresh && FindIdle(identity) is >= 0 and var index)
            {
                idle = _idle[index];
                _idle.RemoveAt(index);
                return null;
            }

            if (_idle.Count == 0)
            {
                var turn = new TaskCompletionSource<DownstreamConnection?>(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Enqueue(turn);
                return turn;
            }

            // All places are taken, some by connections that speak for other clients: the oldest of them makes room.
            surplus = _idle[0];
            _idle.RemoveAt(0);
        }

        LeaveInBackground(surplus);
        return null;
    }

    private bool TryHandOver(DownstreamConnection? connection)
    {
        while (_waiting.TryDequeue(out TaskCompletionSource<DownstreamConnection?>? turn))
        {
            if (turn.TrySetResult(connection))
            {
                return true;
            }
        }

        return false;
    }

    private void GiveUpPlace()
    {
        lock (_lock)
        {
            // A place that somebody waits for passes to him; he connects in it.
            if (!TryHandOver(null))
            {
                _open--;
            }
        }
    }

    private void Close(DownstreamConnection connection)
    {
        GiveUpPlace();
        LeaveInBackground(connection);
    }

    // Nobody is made to wait for a farewell, or for a reply that is listened to for the log. Both are bounded, and DisposeAsync cuts them short.
    private void LeaveInBackground(DownstreamConnection connection) => _ = LeaveAsync(connection);

    private async Task LeaveAsync(DownstreamConnection connection)
    {
        lock (_lock)
        {
            _leaving.Add(connection);
        }

        await (connection.IsDraining ? connection.Drained : connection.QuitAsync().AsTask());
        lock (_lock)
        {
            _leaving.Remove(connection);
        }

        context.Observer.OnDisconnected(target);
    }

    private static DownstreamConnectResult Busy() => new(
        null, new DownstreamOutcome(DownstreamPhase.Connect, DownstreamOutcomeKind.Local, AllTaken, "all connections to the target are taken"));
}
