using System.Threading.Tasks.Sources;

namespace MailGate.Smtp.Client;

/// <summary>
/// The wait for the reply after the dot, which ends with whatever comes first: the reply, or the end of the client's patience. One object a connection, so
/// that the usual message allocates nothing for it.
/// </summary>
internal sealed class DotWait : IValueTaskSource<DownstreamOutcome>
{
    private const int Idle = 0;
    private const int Waiting = 1;
    private const int GivenUp = 2;

    private ManualResetValueTaskSourceCore<DownstreamOutcome> _core;
    private int _state;

    /// <summary>True while nothing has ended the wait.</summary>
    public bool IsWaiting => Volatile.Read(ref _state) == Waiting;

    /// <summary>True when the wait was ended without the reply.</summary>
    public bool IsGivenUp => Volatile.Read(ref _state) == GivenUp;

    /// <summary>The wait, to be awaited once.</summary>
    public ValueTask<DownstreamOutcome> Outcome => new(this, _core.Version);

    /// <summary>Begins a wait.</summary>
    public void Begin()
    {
        _core.Reset();
        Volatile.Write(ref _state, Waiting);
    }

    /// <summary>Ends the wait with the reply; false when it was given up before.</summary>
    public bool TryEnd(in DownstreamOutcome outcome) => TryEnd(Idle, outcome);

    /// <summary>Ends the wait without the reply; false when it has come.</summary>
    public bool TryGiveUp(in DownstreamOutcome outcome) => TryEnd(GivenUp, outcome);

    DownstreamOutcome IValueTaskSource<DownstreamOutcome>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<DownstreamOutcome>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<DownstreamOutcome>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private bool TryEnd(int state, in DownstreamOutcome outcome)
    {
        if (Interlocked.CompareExchange(ref _state, state, Waiting) != Waiting)
        {
            return false;
        }

        _core.SetResult(outcome);
        return true;
    }
}
