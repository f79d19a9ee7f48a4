namespace MailGate.Mail.Messages.Mime;

/// <summary>One entity of a message (RFC 2045 §2.4) as ranges of its octets: the message itself, a container or a leaf.</summary>
public sealed class MimePart
{
    internal MimePart(int ordinal, MimePart? parent, long headerOffset, long bodyOffset, EntityStructure structure)
    {
        Ordinal = ordinal;
        Parent = parent;
        Depth = parent is null ? 0 : parent.Depth + 1;
        HeaderOffset = headerOffset;
        BodyOffset = bodyOffset;
        EarlyBodyOffset = structure.FirstMalformedOffset >= 0 ? headerOffset + structure.FirstMalformedOffset : bodyOffset;
        BodyEnd = bodyOffset;
        MediaTypes = structure.MediaTypes;
        Encodings = structure.Encodings;
        Flags = structure.Flags;
    }

    /// <summary>Position among all parts, in the order in which their headers stand; the message itself is 0.</summary>
    public int Ordinal { get; }

    /// <summary>The container, or null for the message itself.</summary>
    public MimePart? Parent { get; }

    /// <summary>Containers around it.</summary>
    public int Depth { get; }

    /// <summary>Offset of the first header octet.</summary>
    public long HeaderOffset { get; }

    /// <summary>Offset of the body: after the blank line.</summary>
    public long BodyOffset { get; }

    /// <summary>Where readers that end a header at the first malformed line see the body begin; otherwise the same as <see cref="BodyOffset"/>.</summary>
    public long EarlyBodyOffset { get; }

    /// <summary>Offset after the body, which does not include the line break before a delimiter (RFC 2046 §5.1.1).</summary>
    public long BodyEnd { get; internal set; }

    /// <summary>Octets of the body, still encoded.</summary>
    public long BodyLength => BodyEnd - BodyOffset;

    /// <summary>The media type in lower case, <c>text/plain</c> where none is given (RFC 2045 §5.2).</summary>
    public string MediaType => MediaTypes[0];

    /// <summary>Every media type that a reader could take it for; more than one only where the header is ambiguous.</summary>
    public IReadOnlyList<string> MediaTypes { get; }

    /// <summary>The transfer encoding.</summary>
    public TransferEncoding Encoding => Encodings[0];

    /// <summary>Every transfer encoding that a reader could apply; more than one only where the header is ambiguous.</summary>
    public IReadOnlyList<TransferEncoding> Encodings { get; }

    /// <summary>What is odd or notable about this part.</summary>
    public MimeFlags Flags { get; internal set; }

    /// <summary>True when its body was read as parts of its own.</summary>
    public bool IsContainer { get; internal set; }
}
