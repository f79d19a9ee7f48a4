using System.Collections.Concurrent;

namespace MailGate.Smtp.Client;

/// <summary>Warm connections to all targets. Whoever acquires one releases it, whatever came of it.</summary>
public sealed class DownstreamPool : IAsyncDisposable
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(5);

    private readonly DownstreamContext _context;
    private readonly ConcurrentDictionary<DownstreamTarget, TargetPool> _targets = new();
    private readonly ITimer _timer;

    public DownstreamPool(DownstreamContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _timer = context.Time.CreateTimer(static state => ((DownstreamPool)state!).Sweep(), this, SweepPeriod, SweepPeriod);
    }

    /// <summary>A connection ready for <see cref="DownstreamConnection.StartTransaction"/>, or why there is none.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="identity">The client to speak for; used as <see cref="DownstreamTarget.Identity"/> says.</param>
    /// <param name="isFresh">True: never an idle one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<DownstreamConnectResult> AcquireAsync(DownstreamTarget target, ClientIdentity? identity, bool isFresh, CancellationToken cancellationToken) =>
        Of(target).AcquireAsync(identity, isFresh, cancellationToken);

    /// <summary>Takes a connection back. One with an open transaction is reset first, one that cannot serve again is closed.</summary>
    public ValueTask ReleaseAsync(DownstreamConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return Of(connection.Target).ReleaseAsync(connection);
    }

    /// <summary>What a target offered when it was last connected to; null when it never was. It stays while the target is down.</summary>
    public EhloKeywords? KnownKeywords(DownstreamTarget target) => Of(target).Keywords;

    /// <summary>What a target offers, asked anew when that was learnt longer ago than <paramref name="maxAge"/>. Null: never learnt and not to be had now.</summary>
    public async ValueTask<EhloKeywords?> LearnAsync(DownstreamTarget target, TimeSpan maxAge, CancellationToken cancellationToken)
    {
        TargetPool pool = Of(target);
        if (pool.Keywords is null || _context.Time.GetElapsedTime(pool.KeywordsSince) > maxAge)
        {
            DownstreamConnectResult result = await pool.AcquireAsync(identity: null, isFresh: true, cancellationToken);
            if (result.Connection is not null)
            {
                await pool.ReleaseAsync(result.Connection);
            }
        }

        return pool.Keywords;
    }

    /// <summary>Connections to a target, in all and idle.</summary>
    public (int Open, int Idle) Counts(DownstreamTarget target) => Of(target).Counts;

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await Task.WhenAll(_targets.Values.Select(pool => pool.DisposeAsync().AsTask()));
    }

    private TargetPool Of(DownstreamTarget target) =>
        _targets.TryGetValue(target, out TargetPool? pool) ? pool : _targets.GetOrAdd(target, static (t, context) => new TargetPool(t, context), _context);

    private void Sweep()
    {
        foreach (TargetPool pool in _targets.Values)
        {
            pool.Sweep();
        }
    }
}
