using MailGate.Filtering.Pipeline;

namespace MailGate.Observability.History;

/// <summary>
/// The last transactions and the traffic of the last day, in memory: what the page shows where no journal is kept. Bounded: a ring of transactions, and counts
/// for each minute. Costs nothing while it is off.
/// </summary>
internal sealed class TransactionHistory(TimeProvider time)
{
    /// <summary>Minutes that are remembered.</summary>
    public const int Minutes = 24 * 60;

    private readonly Lock _lock = new();
    private readonly TrafficMinute?[] _minutes = new TrafficMinute?[Minutes];
    private FinishedTransaction?[] _ring = [];
    private long _last;
    private TaskCompletionSource? _changed;
    private volatile bool _isEnabled;

    /// <summary>True while somebody can ask.</summary>
    public bool IsEnabled => _isEnabled;

    /// <summary>The <see cref="FinishedTransaction.Sequence"/> of the last transaction; 0 before the first.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>Keeps so many transactions from now on; those that fit stay. 0 switches it off.</summary>
    public void Resize(int capacity)
    {
        lock (_lock)
        {
            FinishedTransaction[] kept = [.. Newest().Take(capacity)];
            _ring = new FinishedTransaction?[capacity];
            foreach (FinishedTransaction transaction in kept)
            {
                _ring[transaction.Sequence % capacity] = transaction;
            }

            _isEnabled = capacity > 0;
        }
    }

    /// <summary>Notes a transaction.</summary>
    public void Note(FinishedTransaction transaction)
    {
        TaskCompletionSource? changed;
        lock (_lock)
        {
            if (_ring.Length == 0)
            {
                return;
            }

            long sequence = ++_last;
            _ring[sequence % _ring.Length] = transaction with { Sequence = sequence };
            MinuteAt(transaction.Time.ToUnixTimeSeconds() / 60).Note(
                transaction.Record.Verdict,
                transaction.Record.Reply > TimeSpan.Zero ? transaction.Record.Reply.TotalSeconds : null,
                transaction.Stages is [.., { Verdict: { Stage: Stage.Message } verdict }] ? verdict.Score : null);
            changed = _changed;
            _changed = null;
        }

        changed?.TrySetResult();
    }

    /// <summary>Completes when a transaction with a higher sequence than this has been noted.</summary>
    public Task WaitAsync(long sequence, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _last > sequence
                ? Task.CompletedTask
                : (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The transactions, the newest first.</summary>
    /// <param name="before">Only those with a lower sequence.</param>
    public IReadOnlyList<FinishedTransaction> Newest(long before = long.MaxValue)
    {
        lock (_lock)
        {
            List<FinishedTransaction> all = new(_ring.Length);
            for (long sequence = Math.Min(_last, before - 1); sequence > 0 && sequence > _last - _ring.Length && _ring[sequence % _ring.Length] is { } transaction; sequence--)
            {
                all.Add(transaction);
            }

            return all;
        }
    }

    /// <summary>The transaction of this id, or null.</summary>
    public FinishedTransaction? Find(string id) => Newest().FirstOrDefault(transaction => transaction.Record.Id == id);

    /// <summary>The traffic of the last time, in parts of equal length, the oldest first; the last one is the part under way.</summary>
    /// <param name="parts">How many.</param>
    /// <param name="minutesEach">Their length.</param>
    public IReadOnlyList<TrafficMinute> Traffic(int parts, int minutesEach)
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        long first = ((now / minutesEach) - parts + 1) * minutesEach;
        TrafficMinute[] sums = [.. Enumerable.Range(0, parts).Select(i => new TrafficMinute(first + ((long)i * minutesEach)))];
        lock (_lock)
        {
            foreach (TrafficMinute? minute in _minutes)
            {
                if (minute is not null && minute.Minute >= first && (minute.Minute - first) / minutesEach < parts)
                {
                    sums[(minute.Minute - first) / minutesEach].Add(minute);
                }
            }
        }

        return sums;
    }

    private TrafficMinute MinuteAt(long minute)
    {
        ref TrafficMinute? slot = ref _minutes[minute % Minutes];
        if (slot?.Minute != minute)
        {
            slot = new TrafficMinute(minute);
        }

        return slot;
    }
}
