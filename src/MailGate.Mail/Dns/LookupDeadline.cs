namespace MailGate.Mail.Dns;

/// <summary>One time limit over all look-ups of a check: when it has passed, look-ups end as <see cref="DnsStatus.Timeout"/>.</summary>
internal sealed class LookupDeadline : IDisposable
{
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource? _linked;
    private readonly CancellationToken _caller;

    public LookupDeadline(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        _caller = caller;
        _limit = new CancellationTokenSource(limit, time);
        _linked = caller.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(caller, _limit.Token) : null;
    }

    /// <summary>What look-ups are given: cancelled at the deadline and when the caller gives up.</summary>
    public CancellationToken Token => (_linked ?? _limit).Token;

    /// <summary>True once the time is over.</summary>
    public bool HasPassed => _limit.IsCancellationRequested;

    /// <summary>Awaits a look-up that was given <see cref="Token"/>.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async ValueTask<DnsResult<T>> AwaitAsync<T>(ValueTask<DnsResult<T>> lookup)
    {
        try
        {
            return await lookup;
        }
        catch (OperationCanceledException) when (HasPassed && !_caller.IsCancellationRequested)
        {
            return new DnsResult<T>(DnsStatus.Timeout, []);
        }
    }

    public void Dispose()
    {
        _linked?.Dispose();
        _limit.Dispose();
    }
}
