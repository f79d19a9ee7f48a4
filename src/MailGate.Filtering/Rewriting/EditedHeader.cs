using MailGate.Mail.Messages;

namespace MailGate.Filtering.Rewriting;

/// <summary>
/// A header section after edits, as pieces: what no edit named is a range of the message as received, so its octets cannot have changed.
/// The pieces end with the blank line; the body follows as one more range and is never touched.
/// </summary>
public sealed class EditedHeader
{
    internal EditedHeader(IReadOnlyList<MessageSegment> segments, int bodyOffset, bool isUnchanged)
    {
        Segments = segments;
        BodyOffset = bodyOffset;
        IsUnchanged = isUnchanged;
        foreach (MessageSegment segment in segments)
        {
            Octets += segment.Length;
        }
    }

    /// <summary>The pieces of the header section and of the blank line that ends it, in order.</summary>
    public IReadOnlyList<MessageSegment> Segments { get; }

    /// <summary>Where the body begins in the message as received.</summary>
    public int BodyOffset { get; }

    /// <summary>True when the message goes out as it came.</summary>
    public bool IsUnchanged { get; }

    /// <summary>Octets in all pieces.</summary>
    public long Octets { get; }

    /// <summary>The pieces of the whole message, body included.</summary>
    /// <param name="messageOctets">The size of the message as received.</param>
    public IReadOnlyList<MessageSegment> ForMessage(long messageOctets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(messageOctets, BodyOffset);
        return messageOctets == BodyOffset
            ? Segments
            : [.. Segments, MessageSegment.FromMessage(BodyOffset, messageOctets - BodyOffset)];
    }

    /// <summary>The edited section in one piece, to be signed or read again.</summary>
    /// <param name="original">The start of the message as received: at least its header section and blank line.</param>
    public byte[] ToArray(ReadOnlySpan<byte> original)
    {
        byte[] octets = new byte[Octets];
        int position = 0;
        foreach (MessageSegment segment in Segments)
        {
            ReadOnlySpan<byte> source = segment.IsLiteral ? segment.Literal.Span : original.Slice((int)segment.Offset, (int)segment.Length);
            source.CopyTo(octets.AsSpan(position));
            position += source.Length;
        }

        return octets;
    }

    /// <summary>The edited section read again.</summary>
    /// <inheritdoc cref="ToArray"/>
    public HeaderSection ToSection(ReadOnlySpan<byte> original) => HeaderSection.Parse(ToArray(original));
}
