using System.Collections.Concurrent;

namespace MailGate.Mail.Spf;

/// <summary>
/// Parsed records by their text. Bounded in two generations: when the young one is full it becomes the old one, and what was not asked for again
/// is forgotten with the old one. A sender that publishes many records can so empty it, but not make it grow.
/// </summary>
internal sealed class SpfRecordCache(int capacity = 512)
{
    /// <summary>Longer records are parsed each time, so that the cache's size in bytes has a bound too.</summary>
    public const int MaxTextLength = 2048;

    private ConcurrentDictionary<string, SpfRecord> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, SpfRecord> _old = new(StringComparer.Ordinal);

    /// <summary>Records held, for tests.</summary>
    public int Count => _young.Count + _old.Count;

    public SpfRecord? Find(string text)
    {
        if (_young.TryGetValue(text, out SpfRecord? record))
        {
            return record;
        }

        if (_old.TryRemove(text, out record))
        {
            Add(record);
        }

        return record;
    }

    public void Add(SpfRecord record)
    {
        if (record.Text.Length > MaxTextLength)
        {
            return;
        }

        ConcurrentDictionary<string, SpfRecord> young = _young;
        if (young.TryAdd(record.Text, record) && young.Count >= capacity / 2)
        {
            // Two threads here at once lose a generation, no more.
            _old = young;
            _young = new(StringComparer.Ordinal);
        }
    }
}
