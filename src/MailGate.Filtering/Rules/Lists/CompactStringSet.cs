using System.Text;

namespace MailGate.Filtering.Rules.Lists;

/// <summary>
/// A set of strings without regard to ASCII case, as one array of octets with a table of places in it: 100,000 entries of 20 characters take 3 MB, where a
/// HashSet of strings takes four times that. Look-ups allocate nothing.
/// </summary>
internal sealed class CompactStringSet
{
    /// <summary>Octets of an entry, so that a value can be looked up from the stack.</summary>
    public const int MaxEntryOctets = 512;

    private byte[] _octets = new byte[1024];
    private int[] _places = new int[256];
    private int _used = 1;

    public int Count { get; private set; }

    /// <summary>Adds a string; false when it is in the set already.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="MaxEntryOctets"/>.</exception>
    public bool Add(ReadOnlySpan<char> entry)
    {
        Span<byte> buffer = stackalloc byte[MaxEntryOctets];
        if (!TryNormalize(entry, buffer, out int length))
        {
            throw new ArgumentException($"longer than {MaxEntryOctets} octets", nameof(entry));
        }

        ReadOnlySpan<byte> octets = buffer[..length];
        int slot = FindSlot(octets);
        if (_places[slot] != 0)
        {
            return false;
        }

        Append(octets, slot);
        if (++Count * 2 > _places.Length)
        {
            Grow();
        }

        return true;
    }

    public bool Contains(ReadOnlySpan<char> value)
    {
        Span<byte> buffer = stackalloc byte[MaxEntryOctets];
        return TryNormalize(value, buffer, out int length) && _places[FindSlot(buffer[..length])] != 0;
    }

    /// <summary>Gives back memory that more entries would need.</summary>
    public void Trim() => Array.Resize(ref _octets, _used);

    private static bool TryNormalize(ReadOnlySpan<char> text, Span<byte> buffer, out int length) =>
        Encoding.UTF8.TryGetBytes(text, buffer, out length) && Lower(buffer[..length]);

    private static bool Lower(Span<byte> octets)
    {
        foreach (ref byte octet in octets)
        {
            octet = octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet | 0x20) : octet;
        }

        return true;
    }

    // An entry: its length in two octets, then its octets. Place 0 is unused, so that 0 in the table means free.
    private void Append(ReadOnlySpan<byte> octets, int slot)
    {
        if (_used + 2 + octets.Length > _octets.Length)
        {
            Array.Resize(ref _octets, Math.Max(_octets.Length * 2, _used + 2 + octets.Length));
        }

        _places[slot] = _used;
        _octets[_used] = (byte)(octets.Length >> 8);
        _octets[_used + 1] = (byte)octets.Length;
        octets.CopyTo(_octets.AsSpan(_used + 2));
        _used += 2 + octets.Length;
    }

    private ReadOnlySpan<byte> EntryAt(int place) => _octets.AsSpan(place + 2, (_octets[place] << 8) | _octets[place + 1]);

    private int FindSlot(ReadOnlySpan<byte> octets)
    {
        // Seeded for each process: nobody can choose values that collide.
        HashCode hash = default;
        hash.AddBytes(octets);
        int mask = _places.Length - 1;
        int slot = hash.ToHashCode() & mask;
        while (_places[slot] != 0 && !EntryAt(_places[slot]).SequenceEqual(octets))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow()
    {
        int[] old = _places;
        _places = new int[old.Length * 2];
        foreach (int place in old)
        {
            if (place != 0)
            {
                _places[FindSlot(EntryAt(place))] = place;
            }
        }
    }
}
