using MailGate.Smtp.Client;

namespace MailGate.Handling.Duplicates;

/// <summary>
/// Messages that a server behind has taken, or may have, while the client was told to try again (RFC 1047): the reply to the dot came late, or from some
/// recipients only, or the client had gone. What is noted as delivered is so by the server's own 2xx and nothing less. In memory alone, bounded in number
/// and in time: what is forgotten is delivered a second time, never lost.
/// </summary>
internal sealed class EarlierDeliveries(TimeProvider time)
{
    /// <summary>Messages that are remembered at most; the oldest make room.</summary>
    public const int Capacity = 10_000;

    /// <summary>How long one is remembered: the first attempts of every mail server's schedule are within it (RFC 5321 §4.5.4.1).</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(6);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly Queue<Entry> _order = new();
    private volatile bool _isEmpty = true;

    /// <summary>True while nothing is remembered, which is the rule: then no message need be looked at.</summary>
    public bool IsEmpty => _isEmpty;

    /// <summary>Notes recipients who have the message.</summary>
    public void Note(string fingerprint, IEnumerable<string> recipients)
    {
        lock (_lock)
        {
            Of(fingerprint).Delivered.UnionWith(recipients);
        }
    }

    /// <summary>Notes a message whose reply is still listened for, and what that brings; completes then.</summary>
    public async Task AwaitAsync(string fingerprint, IReadOnlyList<string> recipients, Task<IReadOnlyList<DownstreamOutcome>> late)
    {
        Entry entry;
        lock (_lock)
        {
            entry = Of(fingerprint);
            entry.Awaited++;
        }

        IReadOnlyList<DownstreamOutcome> outcomes = await late.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (_lock)
        {
            entry.Awaited--;
            entry.Delivered.UnionWith(recipients.Zip(outcomes).Where(pair => pair.Second.IsPositive).Select(pair => pair.First));
        }
    }

    /// <summary>What is known of a message, or null.</summary>
    public EarlierDelivery? Find(string fingerprint)
    {
        lock (_lock)
        {
            Forget(Capacity);
            return _entries.TryGetValue(fingerprint, out Entry? entry) && (entry.Awaited > 0 || entry.Delivered.Count > 0)
                ? new EarlierDelivery(entry.Delivered.ToHashSet(StringComparer.Ordinal), entry.Awaited > 0)
                : null;
        }
    }

    private Entry Of(string fingerprint)
    {
        Forget(Capacity - 1);
        if (!_entries.TryGetValue(fingerprint, out Entry? entry))
        {
            entry = new Entry(fingerprint, time.GetTimestamp());
            _entries.Add(fingerprint, entry);
            _order.Enqueue(entry);
            _isEmpty = false;
        }

        return entry;
    }

    private void Forget(int room)
    {
        while (_order.TryPeek(out Entry? oldest) && (_order.Count > room || time.GetElapsedTime(oldest.Since) >= Kept))
        {
            _order.Dequeue();
            _entries.Remove(oldest.Fingerprint);
        }

        _isEmpty = _entries.Count == 0;
    }

    private sealed class Entry(string fingerprint, long since)
    {
        public string Fingerprint => fingerprint;

        public long Since => since;

        /// <summary>Attempts whose reply is still listened for.</summary>
        public int Awaited { get; set; }

        public HashSet<string> Delivered { get; } = new(StringComparer.Ordinal);
    }
}
