namespace MailGate.Smtp.Transport;

/// <summary>A point in time by which something must have happened; kept by a <see cref="DeadlineClock"/>.</summary>
public sealed class Deadline : IDisposable
{
    private const long NotSet = long.MaxValue;

    private readonly DeadlineClock _clock;
    private readonly Action _expired;
    private long _at = NotSet;

    internal Deadline(DeadlineClock clock, Action expired)
    {
        _clock = clock;
        _expired = expired;
    }

    /// <summary>Sets the deadline to <paramref name="delay"/> from now, in place of what was set before.</summary>
    public void Set(TimeSpan delay) => Volatile.Write(ref _at, _clock.After(delay));

    /// <summary>Takes the deadline away.</summary>
    public void Clear() => Volatile.Write(ref _at, NotSet);

    public void Dispose()
    {
        Clear();
        _clock.Remove(this);
    }

    internal void ExpireIfPassed(long now)
    {
        long at = Volatile.Read(ref _at);
        // Only who takes the value away runs the action: a deadline set anew meanwhile stands.
        if (at <= now && Interlocked.CompareExchange(ref _at, NotSet, at) == at)
        {
            _expired();
        }
    }
}
