namespace MailGate.Smtp.Client.Routing;

/// <summary>
/// Whether a target is worth trying. After some failures in a row it is left alone for a while that doubles each time, as long as there is another one; then
/// one transaction tries it, while the others still go elsewhere.
/// </summary>
internal sealed class TargetHealth(TimeProvider time, Func<double> random)
{
    /// <summary>Failures in a row after which a target counts as down.</summary>
    public const int FailuresToDown = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private int _failures;
    private long _pausedAt;
    private TimeSpan _pause;
    private bool _isProbed;

    /// <summary>False while the target is left alone or only probed.</summary>
    public bool IsUp => Volatile.Read(ref _failures) < FailuresToDown;

    /// <summary>True when a transaction may try the target now. Of a target that is down, one at a time may.</summary>
    public bool TryUse()
    {
        if (IsUp)
        {
            return true;
        }

        lock (_lock)
        {
            if (_isProbed || time.GetElapsedTime(_pausedAt) < _pause)
            {
                return IsUp;
            }

            _isProbed = true;
            return true;
        }
    }

    /// <summary>A transaction could begin. True when the target was down.</summary>
    public bool Succeed()
    {
        if (Volatile.Read(ref _failures) == 0)
        {
            return false;
        }

        lock (_lock)
        {
            bool wasDown = !IsUp;
            _failures = 0;
            _isProbed = false;
            return wasDown;
        }
    }

    /// <summary>No transaction could begin. True when the target is down from now on.</summary>
    public bool Fail()
    {
        lock (_lock)
        {
            bool wasUp = IsUp;
            _failures = Math.Min(_failures + 1, 30);
            _isProbed = false;
            if (IsUp)
            {
                return false;
            }

            double seconds = Math.Min(LongestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(2, _failures - FailuresToDown));
            // Jitter: many gateways that lost the same target at the same moment do not all come back at another.
            _pause = TimeSpan.FromSeconds(seconds * (0.5 + (random() / 2)));
            _pausedAt = time.GetTimestamp();
            return wasUp;
        }
    }

    /// <summary>The transaction that was let through came to neither: another one may try.</summary>
    public void Abstain()
    {
        lock (_lock)
        {
            _isProbed = false;
        }
    }
}
