using System.Collections.Concurrent;

namespace MailGate.Mail.Dkim;

/// <summary>
/// Key records by their text, so that a key is imported once and not for every message: an import costs as much as several
/// verifications. Bounded by two generations: what was not used while one filled up is forgotten. It says nothing about how long the
/// DNS vouches for a record: that is asked each time.
/// </summary>
public sealed class DkimKeyCache(int capacity = 2048)
{
    // A 8192-bit key takes some 1,450 characters; longer records are read each time rather than kept.
    private const int MaxTextLength = 4096;

    private readonly int _generationSize = Math.Max(1, capacity / 2);
    private ConcurrentDictionary<string, DkimKeyRecord> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, DkimKeyRecord> _old = new(StringComparer.Ordinal);

    /// <summary>Records kept now.</summary>
    public int Count => _young.Count + _old.Count;

    /// <summary>The record of this text, read now or before; null with the reason when it is none.</summary>
    internal DkimKeyRecord? Read(string text, int maxRsaBits, out string? error)
    {
        error = null;
        if (_young.TryGetValue(text, out DkimKeyRecord? record))
        {
            return record;
        }

        if (!_old.TryGetValue(text, out record) && !DkimKeyRecord.TryParse(text, out record, out error, maxRsaBits))
        {
            return null;
        }

        if (text.Length <= MaxTextLength)
        {
            Keep(text, record!);
        }

        return record;
    }

    private void Keep(string text, DkimKeyRecord record)
    {
        ConcurrentDictionary<string, DkimKeyRecord> young = _young;
        if (young.Count >= _generationSize
            && Interlocked.CompareExchange(ref _young, new ConcurrentDictionary<string, DkimKeyRecord>(StringComparer.Ordinal), young) == young)
        {
            _old = young;
        }

        _young.TryAdd(text, record);
    }
}
