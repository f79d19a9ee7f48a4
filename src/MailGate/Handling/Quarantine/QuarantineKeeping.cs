using MailGate.Configuration.Sections;
using MailGate.Observability.Metrics;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Spool;
using MailGate.Storage.Quarantine;

namespace MailGate.Handling.Quarantine;

/// <summary>The gateway's own use of the quarantine: it puts messages in, and takes out what is too old or too much. One for all generations of the configuration.</summary>
internal sealed class QuarantineKeeping : IAsyncDisposable
{
    private const int RoundsPerReconcile = 15;
    private static readonly TimeSpan RoundTime = TimeSpan.FromMinutes(1);
    private static readonly Reply NoRoom = Reply.Of(ReplyCode.InsufficientStorage, 3, 1, "The message could not be stored, try again later");

    private readonly GatewayMetrics _metrics;
    private readonly ILogger _logger;
    private readonly ITimer _rounds;
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile QuarantineSettings _settings;
    private long _octetsLeft;
    private int _round;

    /// <param name="dataDirectory">Where the quarantine is.</param>
    /// <param name="settings">Its bounds.</param>
    public QuarantineKeeping(string dataDirectory, QuarantineSettings settings, GatewayMetrics metrics, ILogger logger, TimeProvider time)
    {
        _settings = settings;
        _metrics = metrics;
        _logger = logger;
        Store = new QuarantineStore(dataDirectory, time)
        {
            Removed = (message, reason) => logger.QuarantineRemoved(message.Id, message.ReversePath, message.Octets, reason),
        };
        Observe(metrics.Registry);
        _rounds = time.CreateTimer(static state => _ = ((QuarantineKeeping)state!).TidyAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The messages.</summary>
    public QuarantineStore Store { get; }

    /// <summary>Begins to tidy up.</summary>
    public void Start() => _rounds.Change(TimeSpan.Zero, RoundTime);

    /// <summary>Other bounds, after a reload.</summary>
    public void Apply(QuarantineSettings settings) => _settings = settings;

    /// <summary>Keeps a message; the reply is the client's: 250 when it is on the disk, 452 when that is full or fails.</summary>
    public async ValueTask<Reply> KeepAsync(QuarantinedMessage message, IMessageContent content, CancellationToken cancellationToken)
    {
        try
        {
            QuarantinedMessage kept = await Store.AddAsync(message, content, cancellationToken);
            _metrics.Quarantined.With().Add();
            if (Interlocked.Add(ref _octetsLeft, -kept.Octets) < 0)
            {
                // A flood is not to fill the disk until the next round.
                _ = TidyAsync();
            }

            // The words of an ordinary reply: who sends spam need not know that it was seen to be that.
            return Reply.Of(ReplyCode.Ok, 0, 0, $"OK {message.Id}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _logger.QuarantineFailed(message.Id, failure.Message);
            return NoRoom;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _rounds.DisposeAsync();
        await _one.WaitAsync();
        Store.Dispose();
        _one.Dispose();
    }

    /// <summary>Removes what the bounds do not allow. Never throws.</summary>
    internal async Task TidyAsync()
    {
        if (!await _one.WaitAsync(TimeSpan.Zero))
        {
            return;
        }

        try
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            if (_round++ % RoundsPerReconcile == 0)
            {
                Store.Reconcile();
            }

            QuarantineSettings settings = _settings;
            Store.Expire(settings.Keep, settings.MaxSize.Bytes);
            Interlocked.Exchange(ref _octetsLeft, settings.MaxSize.Bytes - Store.Totals(new QuarantineFilter()).Octets);
        }
        catch (Exception failure)
        {
            // The disk may be full or gone: the next round tries again.
            _logger.QuarantineUntidy(failure.Message);
        }
        finally
        {
            _one.Release();
        }
    }

    // Read from the index: the command line and other processes release and delete as well.
    private void Observe(MetricRegistry registry)
    {
        registry.Observed("mailgate_quarantine_messages", "Messages in quarantine.", MetricType.Gauge, [], () => Read(() => [([], Store.Totals(new QuarantineFilter()).Messages)]));
        registry.Observed("mailgate_quarantine_bytes", "Size of the messages in quarantine.", MetricType.Gauge, [], () => Read(() => [([], Store.Totals(new QuarantineFilter()).Octets)]));
        registry.Observed("mailgate_quarantine_releases", "Attempts to release a message from quarantine.", MetricType.Counter, ["result"],
            () => Read(() => Counted(Enum.GetNames<ReleaseOutcome>())));
        registry.Observed("mailgate_quarantine_removed", "Messages that left the quarantine, by why.", MetricType.Counter, ["reason"],
            () => Read(() => Counted(Enum.GetNames<RemovalReason>())));
    }

    private IEnumerable<(string[] LabelValues, double Value)> Counted(string[] names)
    {
        IReadOnlyDictionary<string, long> counters = Store.Counters();
        return [.. names.Select(name => name.ToLowerInvariant()).Select(name => (new[] { name }, (double)counters.GetValueOrDefault(name)))];
    }

    // An index that cannot be read now has no values: a scrape goes on without them.
    private static IEnumerable<(string[] LabelValues, double Value)> Read(Func<IEnumerable<(string[] LabelValues, double Value)>> values)
    {
        try
        {
            return values();
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            return [];
        }
    }
}
