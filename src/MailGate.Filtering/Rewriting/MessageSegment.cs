namespace MailGate.Filtering.Rewriting;

/// <summary>One piece of a message as it goes out: octets of our own, or a range of the message as it was received.</summary>
public readonly record struct MessageSegment
{
    private MessageSegment(ReadOnlyMemory<byte> literal, long offset, long length)
    {
        Literal = literal;
        Offset = offset;
        Length = length;
    }

    /// <summary>The octets to write, empty for a range.</summary>
    public ReadOnlyMemory<byte> Literal { get; }

    /// <summary>Where the range begins in the message as received; -1 for a literal.</summary>
    public long Offset { get; }

    /// <summary>Octets that this piece contributes.</summary>
    public long Length { get; }

    /// <summary>True when <see cref="Literal"/> is what to write.</summary>
    public bool IsLiteral => Offset < 0;

    public static MessageSegment FromLiteral(ReadOnlyMemory<byte> octets) => new(octets, -1, octets.Length);

    public static MessageSegment FromMessage(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return new MessageSegment(default, offset, length);
    }
}
