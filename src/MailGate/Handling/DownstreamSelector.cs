using System.Collections.Concurrent;
using MailGate.Smtp.Client;

namespace MailGate.Handling;

/// <summary>
/// Finds a server of a route that answers: by priority, by weight within one, and those that failed a moment ago last. A server that is down is tried
/// again by one transaction at a time after a pause that grows, so that it neither delays all mail nor stays forgotten.
/// </summary>
internal sealed class DownstreamSelector(DownstreamPool pool, IDownstreamObserver observer, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<DownstreamTarget, Health> _health = new();

    /// <summary>A connection to the first server that gives one, or what the last one said.</summary>
    public async ValueTask<DownstreamConnectResult> ConnectAsync(DownstreamRoute route, ClientIdentity identity, bool isFresh, CancellationToken cancellationToken)
    {
        DownstreamConnectResult result = default;
        foreach (DownstreamTarget target in route.Targets.Length == 1 ? route.Targets : Order(route))
        {
            result = await pool.AcquireAsync(target, target.Identity == DownstreamIdentity.None ? null : identity, isFresh, cancellationToken);
            Note(target, result.Connection is not null);
            if (result.Connection is not null)
            {
                return result;
            }
        }

        return result;
    }

    /// <summary>What the route's first server is known to offer, or null.</summary>
    public EhloKeywords? KnownKeywords(DownstreamRoute route) => route.IsCapture ? null : pool.KnownKeywords(route.Targets[0]);

    public ValueTask ReleaseAsync(DownstreamConnection connection) => pool.ReleaseAsync(connection);

    public void NoteParameters(DownstreamTarget target, string transactionId, DroppedParameters dropped)
    {
        if (dropped != DroppedParameters.None)
        {
            observer.OnParametersDropped(target, transactionId, dropped);
        }
    }

    private IEnumerable<DownstreamTarget> Order(DownstreamRoute route)
    {
        long now = time.GetTimestamp();
        return route.Targets.Zip(route.Priorities)
            // Weighted order: the smallest -ln(u)/weight of all comes first as often as its weight says.
            .Select(pair => (Target: pair.First, pair.Second.Priority, Draw: -Math.Log(1 - Random.Shared.NextDouble()) / pair.Second.Weight))
            .OrderBy(candidate => IsResting(candidate.Target, now))
            .ThenBy(candidate => candidate.Priority)
            .ThenBy(candidate => candidate.Draw)
            .Select(candidate => candidate.Target)
            .ToArray();
    }

    private bool IsResting(DownstreamTarget target, long now) => _health.TryGetValue(target, out Health? health) && !health.MayTry(now, time.TimestampFrequency);

    private void Note(DownstreamTarget target, bool isUp)
    {
        // A target that has never failed costs nothing but the look.
        if (!isUp || _health.ContainsKey(target))
        {
            _health.GetOrAdd(target, static _ => new Health()).Note(isUp, time);
        }
    }

    private sealed class Health
    {
        private long _restingUntil;

        private int _failures;

        public void Note(bool isUp, TimeProvider time)
        {
            _failures = isUp ? 0 : Math.Min(_failures + 1, 10);
            double pause = Math.Min(FirstPause.TotalSeconds * Math.Pow(2, _failures - 1), LongestPause.TotalSeconds);
            // Jitter, so that several gateways do not knock together.
            long ticks = (long)(pause * (0.75 + (Random.Shared.NextDouble() / 2)) * time.TimestampFrequency);
            Volatile.Write(ref _restingUntil, isUp ? 0 : time.GetTimestamp() + ticks);
        }

        // The first who asks after the pause moves it on, so that he alone tries.
        public bool MayTry(long now, long frequency)
        {
            long until = Volatile.Read(ref _restingUntil);
            return until == 0 || (until <= now && Interlocked.CompareExchange(ref _restingUntil, now + frequency, until) == until);
        }
    }
}
