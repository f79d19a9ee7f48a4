namespace MailGate.Smtp.Transport;

/// <summary>
/// Deadlines for many connections at the price of one timer: each is a number that is looked at twice a second. Setting one is a store,
/// so a session can do it for every command.
/// </summary>
public sealed class DeadlineClock : IDisposable
{
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly HashSet<Deadline> _deadlines = [];
    private Deadline[] _snapshot = [];
    private int _looking;

    public DeadlineClock(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _timer = time.CreateTimer(static state => ((DeadlineClock)state!).Look(), this, Resolution, Resolution);
    }

    /// <summary>Makes a deadline that is not set. <paramref name="expired"/> runs on a timer thread, once for each time it is set and passes.</summary>
    public Deadline Create(Action expired)
    {
        Deadline deadline = new(this, expired);
        lock (_lock)
        {
            _deadlines.Add(deadline);
        }

        return deadline;
    }

    public void Dispose() => _timer.Dispose();

    internal long Now => _time.GetTimestamp();

    internal long After(TimeSpan delay) => _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);

    internal void Remove(Deadline deadline)
    {
        lock (_lock)
        {
            _deadlines.Remove(deadline);
        }
    }

    private void Look()
    {
        // A look that takes longer than the timer's period is not joined by a second one.
        if (Interlocked.Exchange(ref _looking, 1) != 0)
        {
            return;
        }

        try
        {
            ExpirePassed();
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
    }

    private void ExpirePassed()
    {
        int count;
        lock (_lock)
        {
            count = _deadlines.Count;
            if (_snapshot.Length < count || _snapshot.Length > (4 * count) + 64)
            {
                _snapshot = new Deadline[count];
            }

            _deadlines.CopyTo(_snapshot);
        }

        long now = Now;
        for (int i = 0; i < count; i++)
        {
            _snapshot[i].ExpireIfPassed(now);
        }

        Array.Clear(_snapshot, 0, count);
    }
}
