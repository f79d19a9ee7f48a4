using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace MailGate.Mail.Dns;

/// <summary>
/// Results until their time to live ends, bounded in number and in bytes. Reading takes no lock. When it is full, what was not read since the
/// last time round goes first (second chance).
/// </summary>
internal sealed class DnsCache(DnsOptions options, TimeProvider timeProvider)
{
    // The entry, its key, its place in the dictionary and in the queue.
    private const int EntryBytes = 256;

    // A result that would push out so much of the rest is not worth keeping.
    private const int MaxShare = 8;

    private readonly ConcurrentDictionary<DnsCacheKey, Entry> entries = new();
    private readonly Queue<Entry> queue = new();
    private readonly Lock gate = new();
    private long bytes;

    /// <summary>How many results are kept, expired ones included.</summary>
    public int Count => entries.Count;

    /// <summary>About how many bytes they take.</summary>
    public long Bytes
    {
        get
        {
            lock (gate)
            {
                return bytes;
            }
        }
    }

    /// <summary>A kept result with the time that it has left.</summary>
    public bool TryGet<T>(DnsCacheKey key, [NotNullWhen(true)] out DnsResult<T>? result)
    {
        result = null;
        if (!entries.TryGetValue(key, out Entry? entry))
        {
            return false;
        }

        Kept kept = entry.Kept;
        long left = kept.Expires - timeProvider.GetTimestamp();
        if (left <= 0)
        {
            return false;
        }

        entry.IsRead = true;
        result = (DnsResult<T>)kept.Result;
        if (!result.IsTemporaryFailure)
        {
            result = result with { TimeToLive = TimeSpan.FromTicks((long)((double)left / timeProvider.TimestampFrequency * TimeSpan.TicksPerSecond)) };
        }

        return true;
    }

    /// <summary>Keeps a result for as long as it and the options allow, which may be not at all.</summary>
    public void Set<T>(DnsCacheKey key, DnsResult<T> result, RecordKind<T> kind)
    {
        TimeSpan timeToLive = TimeToLiveOf(result);
        int cost = EntryBytes + (2 * key.Name.Length);
        foreach (T record in result.Records)
        {
            cost += kind.Cost(record);
        }

        if (timeToLive <= TimeSpan.Zero || cost > options.MaxCacheBytes / MaxShare)
        {
            return;
        }

        Kept kept = new(result, timeProvider.GetTimestamp() + (long)(timeToLive.TotalSeconds * timeProvider.TimestampFrequency), cost);
        lock (gate)
        {
            if (entries.TryGetValue(key, out Entry? entry))
            {
                bytes += cost - entry.Kept.Cost;
                entry.Kept = kept;
                entry.IsRead = true;
                MakeRoom(0, 0);
                return;
            }

            // Room first: what is new was not read yet, and would be the first to go.
            MakeRoom(1, cost);
            entry = new Entry(key, kept);
            entries[key] = entry;
            queue.Enqueue(entry);
            bytes += cost;
        }
    }

    private void MakeRoom(int count, int cost)
    {
        while (queue.Count > 0 && (queue.Count + count > options.MaxCacheEntries || bytes + cost > options.MaxCacheBytes))
        {
            Evict();
        }
    }

    private TimeSpan TimeToLiveOf<T>(DnsResult<T> result)
    {
        if (result.IsTemporaryFailure)
        {
            return options.FailureTimeToLive;
        }

        TimeSpan most = result.IsVoid ? options.MaxNegativeTimeToLive : options.MaxTimeToLive;
        return result.TimeToLive < most ? result.TimeToLive : most;
    }

    private void Evict()
    {
        long now = timeProvider.GetTimestamp();
        Entry entry = queue.Dequeue();
        while (entry.IsRead && entry.Kept.Expires > now)
        {
            entry.IsRead = false;
            queue.Enqueue(entry);
            entry = queue.Dequeue();
        }

        entries.TryRemove(entry.Key, out _);
        bytes -= entry.Kept.Cost;
    }

    private sealed record Kept(object Result, long Expires, int Cost);

    private sealed class Entry(DnsCacheKey key, Kept kept)
    {
        private volatile Kept kept = kept;
        private volatile bool isRead;

        public DnsCacheKey Key { get; } = key;

        public Kept Kept
        {
            get => kept;
            set => kept = value;
        }

        public bool IsRead
        {
            get => isRead;
            set
            {
                // Written only when it changes: the line stays shared between the cores that read.
                if (isRead != value)
                {
                    isRead = value;
                }
            }
        }
    }
}
