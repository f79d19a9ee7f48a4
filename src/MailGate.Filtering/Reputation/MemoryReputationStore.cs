namespace MailGate.Filtering.Reputation;

/// <summary>
/// Remembers in memory, up to a bound: whoever floods the gateway with new keys makes it forget those that were not used for longest, and nothing else.
/// Safe for several threads.
/// </summary>
public sealed class MemoryReputationStore(TimeProvider time, int capacity = MemoryReputationStore.DefaultCapacity) : IReputationStore
{
    /// <summary>Entries of each kind; some 200 octets each.</summary>
    public const int DefaultCapacity = 100_000;

    private readonly Lock _gate = new();
    private readonly RecentTable<RateKey, SlidingWindow> _rates = new(capacity);
    private readonly RecentTable<string, GreylistEntry> _greylist = new(capacity);

    public ValueTask<long> CountAsync(RateKey key, CancellationToken cancellationToken)
    {
        if (key.Value.Length > RateKey.MaxValueCharacters)
        {
            key = key with { Value = key.Value[..RateKey.MaxValueCharacters] };
        }

        lock (_gate)
        {
            if (!_rates.TryGet(key, out SlidingWindow? window))
            {
                window = new SlidingWindow(key.Window);
                _rates.Set(key, window);
            }

            return ValueTask.FromResult(window.Count(time.GetUtcNow()));
        }
    }

    public ValueTask<GreylistEntry> NoteAsync(string key, GreylistOptions options, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            GreylistEntry entry = GreylistEntry.After(_greylist.TryGet(key, out GreylistEntry known) ? known : null, time.GetUtcNow(), options);
            _greylist.Set(key, entry);
            return ValueTask.FromResult(entry);
        }
    }
}
