namespace MailGate.Mail.Messages.Mime;

/// <summary>A line that looks like a delimiter though no header declares its boundary: whether it is one is told by the line after it.</summary>
internal struct UndeclaredDelimiter
{
    private const int MaxOctets = 200;

    private byte[]? _text;
    private int _length;

    public readonly bool IsNoted => _length > 0;

    /// <summary>A copy of what stands after the dashes.</summary>
    public readonly byte[] Boundary => _text.AsSpan(0, _length).ToArray();

    /// <summary>Where the line begins.</summary>
    public long Start { get; private set; }

    /// <summary>Octets of the line break before it.</summary>
    public int BreakBefore { get; private set; }

    /// <summary>Notes it; false when it cannot be a boundary.</summary>
    public bool TryNote(ReadOnlySpan<byte> text, long start, int breakBefore)
    {
        text = text.TrimEnd(" \t"u8);
        if (text.IsEmpty || text.Length > MaxOctets)
        {
            return false;
        }

        text.CopyTo(_text ??= new byte[MaxOctets]);
        _length = text.Length;
        Start = start;
        BreakBefore = breakBefore;
        return true;
    }

    public void Forget() => _length = 0;
}
