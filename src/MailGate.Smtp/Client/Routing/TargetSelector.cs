using System.Collections.Concurrent;

namespace MailGate.Smtp.Client.Routing;

/// <summary>Chooses the target of a transaction, and the next one when that fails: lowest priority first, by weight among equals, those that are down last.</summary>
public sealed class TargetSelector
{
    private readonly TimeProvider _time;
    private readonly IDownstreamObserver _observer;
    private readonly Func<double> _random;
    private readonly ConcurrentDictionary<DownstreamTarget, TargetHealth> _health = new();

    /// <param name="time">The time.</param>
    /// <param name="observer">Is told when a target goes down or comes back.</param>
    /// <param name="random">Numbers from 0 to below 1; null: random ones.</param>
    public TargetSelector(TimeProvider time, IDownstreamObserver observer, Func<double>? random = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(observer);
        _time = time;
        _observer = observer;
        _random = random ?? Random.Shared.NextDouble;
    }

    /// <summary>True while a target has not failed several times in a row.</summary>
    public bool IsUp(DownstreamTarget target) => HealthOf(target).IsUp;

    /// <summary>
    /// The next target to try, or null when there is none left: first those that are up, then the others, since a target that may have come back is better
    /// than none. The caller reports how it went.
    /// </summary>
    /// <param name="route">The route.</param>
    /// <param name="tried">One bit for each target given before; zero at first.</param>
    public DownstreamTarget? Next(Route route, ref ulong tried)
    {
        ArgumentNullException.ThrowIfNull(route);
        int index;
        for (ulong passedOver = tried; (index = Choose(route.Targets, passedOver)) >= 0; passedOver |= 1ul << index)
        {
            if (HealthOf(route.Targets[index].Target).TryUse())
            {
                break;
            }
        }

        index = index >= 0 ? index : Choose(route.Targets, tried);
        if (index < 0)
        {
            return null;
        }

        tried |= 1ul << index;
        return route.Targets[index].Target;
    }

    /// <summary>A connection came about, or a connection failed; <see cref="DownstreamOutcomeKind.Local"/> says nothing of the target.</summary>
    public void Report(DownstreamTarget target, in DownstreamConnectResult result)
    {
        TargetHealth health = HealthOf(target);
        if (result.Connection is not null)
        {
            if (health.Succeed())
            {
                _observer.OnHealthChanged(target, isUp: true);
            }
        }
        else if (result.Outcome is { Kind: DownstreamOutcomeKind.Local, Reply: not null })
        {
            health.Abstain();
        }
        else if (health.Fail())
        {
            _observer.OnHealthChanged(target, isUp: false);
        }
    }

    /// <summary>The attempt was broken off: it says nothing of the target.</summary>
    public void ReportNothing(DownstreamTarget target) => HealthOf(target).Abstain();

    private TargetHealth HealthOf(DownstreamTarget target) =>
        _health.TryGetValue(target, out TargetHealth? health) ? health : _health.GetOrAdd(target, _ => new TargetHealth(_time, _random));

    private int Choose(IReadOnlyList<RouteTarget> targets, ulong tried)
    {
        int best = int.MaxValue;
        int weights = 0;
        int chosen = -1;
        for (int i = 0; i < targets.Count && i < 64; i++)
        {
            RouteTarget target = targets[i];
            if ((tried & (1ul << i)) != 0 || target.Priority > best)
            {
                continue;
            }

            weights = target.Priority < best ? 0 : weights;
            best = target.Priority;
            int weight = Math.Max(target.Weight, 1);
            weights += weight;
            // Each takes the place of those before it with the share that it has of the weights so far: one pass, and fair.
            chosen = weights == weight || _random() * weights < weight ? i : chosen;
        }

        return chosen;
    }
}
