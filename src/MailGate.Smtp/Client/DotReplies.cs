namespace MailGate.Smtp.Client;

/// <summary>
/// The replies after the dot: one, or with LMTP one for each accepted recipient. The client waits for them up to a budget; the connection is listened to
/// until the longer time of RFC 5321 §4.5.3.2.6 has passed, so that the log tells what became of the message (RFC 1047).
/// </summary>
internal sealed class DotReplies
{
    private readonly CommandChannel _channel;
    private readonly DownstreamContext _context;
    private readonly DotWait _wait = new();
    private readonly Func<bool> _expiring;
    private readonly Lock _lock = new();
    private DownstreamOutcome[] _recipients = [];
    private DownstreamOutcome _last;
    private int _accepted;

    public DotReplies(CommandChannel channel, DownstreamContext context)
    {
        _channel = channel;
        _context = context;
        _expiring = OnDeadline;
    }

    /// <summary>The transaction whose replies these are.</summary>
    public string TransactionId { get; set; } = "";

    /// <summary>True once the client has been answered before the downstream had replied.</summary>
    public bool IsDraining => _wait.IsGivenUp;

    /// <summary>The listening for the reply.</summary>
    public Task Drained { get; private set; } = Task.CompletedTask;

    /// <summary>With LMTP the outcome for each recipient, as far as known.</summary>
    public IReadOnlyList<DownstreamOutcome> RecipientOutcomes
    {
        get
        {
            lock (_lock)
            {
                return [.. _recipients];
            }
        }
    }

    /// <summary>True when no recipient's outcome is other than positive, as far as several are known.</summary>
    public bool AreAllPositive
    {
        get
        {
            lock (_lock)
            {
                return Array.TrueForAll(_recipients, static outcome => outcome.IsPositive);
            }
        }
    }

    /// <summary>Once <see cref="Drained"/>: the outcome for each recipient, by SMTP the same for all.</summary>
    public IReadOnlyList<DownstreamOutcome> FinalOutcomes => _recipients.Length > 0 ? RecipientOutcomes : [.. Enumerable.Repeat(_last, _accepted)];

    /// <summary>Waits for the replies. With LMTP the outcome is that of them all together, see <see cref="Combine"/>.</summary>
    public ValueTask<DownstreamOutcome> WaitAsync(int recipients, CancellationToken cancellationToken)
    {
        bool isLmtp = _channel.Target.Protocol == DownstreamProtocol.Lmtp;
        _accepted = recipients;
        _recipients = isLmtp ? new DownstreamOutcome[recipients] : [];
        Array.Fill(_recipients, NotInTime("no reply after the dot in time"));
        _channel.MarkSent();
        _channel.Guard(_expiring);
        _wait.Begin();
        Drained = isLmtp ? ListenToEachAsync() : ListenAsync();
        return cancellationToken.CanBeCanceled ? WaitCancellablyAsync(cancellationToken) : _wait.Outcome;
    }

    /// <summary>
    /// One outcome for several recipients: positive when any is, since the message is then delivered; otherwise uncertain before transient before
    /// permanent.
    /// </summary>
    public static DownstreamOutcome Combine(IReadOnlyList<DownstreamOutcome> outcomes)
    {
        DownstreamOutcome combined = outcomes[0];
        foreach (DownstreamOutcome outcome in outcomes)
        {
            combined = Rank(outcome) > Rank(combined) ? outcome : combined;
        }

        return combined;
    }

    private async ValueTask<DownstreamOutcome> WaitCancellablyAsync(CancellationToken cancellationToken)
    {
        await using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static state => ((DotReplies)state!)._wait.TryGiveUp(NotInTime("the wait was ended")), this);
        return await _wait.Outcome;
    }

    private static int Rank(DownstreamOutcome outcome) => outcome.IsPositive ? 3 : outcome.MayHaveBeenAccepted ? 2 : outcome.Reply is { IsPermanent: true } ? 0 : 1;

    private static DownstreamOutcome NotInTime(string reason) => DownstreamOutcome.Failed(DownstreamPhase.Dot, DownstreamOutcomeKind.Timeout, reason);

    private async Task ListenAsync() => await ConcludeAsync(await ReadAsync());

    private async Task ListenToEachAsync()
    {
        DownstreamOutcome outcome = default;
        for (int i = 0; i < _recipients.Length; i++)
        {
            // Where no reply came for one, none will come for those after it, and each is as uncertain.
            outcome = i == 0 || outcome.Kind == DownstreamOutcomeKind.Reply ? await ReadAsync() : outcome;
            lock (_lock)
            {
                _recipients[i] = outcome;
            }
        }

        await ConcludeAsync(Combine(_recipients));
    }

    private ValueTask<DownstreamOutcome> ReadAsync()
    {
        DownstreamTimeouts timeouts = _channel.Target.Timeouts;
        TimeSpan timeout = _wait.IsWaiting && timeouts.DotBudget < timeouts.Dot ? timeouts.DotBudget : timeouts.Dot;
        return _channel.ReadAsync(DownstreamPhase.Dot, timeout, CancellationToken.None);
    }

    private ValueTask ConcludeAsync(DownstreamOutcome outcome)
    {
        _last = outcome;
        _channel.Guard(null);
        if (_wait.TryEnd(outcome))
        {
            return ValueTask.CompletedTask;
        }

        _context.Observer.OnLateReply(_channel.Target, TransactionId, outcome);
        return _channel.DisposeAsync();
    }

    private bool OnDeadline()
    {
        DownstreamTimeouts timeouts = _channel.Target.Timeouts;
        if (!_wait.IsWaiting || timeouts.DotBudget >= timeouts.Dot)
        {
            return false;
        }

        _channel.Deadline.Set(timeouts.Dot - timeouts.DotBudget);
        // What follows for the client must not run on the clock's thread.
        ThreadPool.UnsafeQueueUserWorkItem(static self => self._wait.TryGiveUp(NotInTime("no reply after the dot in time")), this, preferLocal: false);
        return true;
    }
}
