namespace MailGate.Smtp.Client;

/// <summary>How long a downstream took for each phase, from the connection's first packet or, on one that was idle, from its last use on.</summary>
public sealed class PhaseTimes
{
    private readonly TimeSpan[] _times = new TimeSpan[(int)DownstreamPhase.Quit + 1];

    /// <summary>Zero for a phase that did not occur.</summary>
    public TimeSpan this[DownstreamPhase phase] => _times[(int)phase];

    internal void Add(DownstreamPhase phase, TimeSpan elapsed) => _times[(int)phase] += elapsed;

    internal void Clear() => Array.Clear(_times);
}
