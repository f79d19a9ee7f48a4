namespace MailGate.Filtering.Reputation;

/// <summary>
/// Counts events of the last time in eleven slots of a tenth of the window each: never fewer than there were in the window, at most those of a
/// tenth more. Its size does not depend on how many there are.
/// </summary>
internal sealed class SlidingWindow(TimeSpan window)
{
    private const int Slots = 11;

    private readonly long _slotTicks = Math.Max(1, window.Ticks / (Slots - 1));
    private readonly int[] _counts = new int[Slots];
    private long _newest = long.MinValue;

    /// <summary>Counts one event and returns how many there were, this one included.</summary>
    public long Count(DateTimeOffset now)
    {
        // A clock that was set back counts on in the newest slot.
        long slot = Math.Max(now.UtcTicks / _slotTicks, _newest);
        if (_newest == long.MinValue || slot - _newest >= Slots)
        {
            Array.Clear(_counts);
        }
        else
        {
            for (long passed = _newest + 1; passed <= slot; passed++)
            {
                _counts[passed % Slots] = 0;
            }
        }

        _newest = slot;
        ref int current = ref _counts[slot % Slots];
        current = current == int.MaxValue ? current : current + 1;
        long sum = 0;
        foreach (int count in _counts)
        {
            sum += count;
        }

        return sum;
    }
}
