using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages;

/// <summary>A part of a message as content: one of the message's own parts, or one found in a part that had to be decoded first.</summary>
public sealed class ContentPart
{
    private readonly HeaderSection? _given;
    private PartHeader? _header;

    internal ContentPart(int ordinal, ContentPart? parent, MimePart mime, IMessageBytes source, int encodedDepth, HeaderSection? header)
    {
        Ordinal = ordinal;
        Parent = parent;
        Depth = parent is null ? 0 : parent.Depth + 1;
        Mime = mime;
        Source = source;
        EncodedDepth = encodedDepth;
        _given = header;
    }

    /// <summary>Position among all parts.</summary>
    public int Ordinal { get; }

    /// <summary>The container, or null for the message itself.</summary>
    public ContentPart? Parent { get; }

    /// <summary>Containers around it.</summary>
    public int Depth { get; }

    /// <summary>Its ranges and structure. Offsets count in the decoded container where <see cref="IsDecoded"/>.</summary>
    public MimePart Mime { get; }

    /// <summary>True when it was found in an encoded message or multipart.</summary>
    public bool IsDecoded => EncodedDepth > 0;

    /// <summary>What its header says beyond the structure.</summary>
    public PartHeader Header => _header ??= PartHeader.Read(_given ?? ReadHeader());

    internal IMessageBytes Source { get; }

    internal int EncodedDepth { get; }

    /// <summary>True for a container whose parts are known, so that its own octets are no content.</summary>
    internal bool HasParts { get; set; }

    /// <summary>The structure that its header gives, read again.</summary>
    internal EntityStructure ReadStructure(MimeLimits limits) => EntityStructure.Read(_given ?? ReadHeader(), limits, isRoot: false, defaultIsMessage: false);

    private HeaderSection ReadHeader()
    {
        byte[] octets = new byte[(int)Math.Min(Mime.BodyOffset - Mime.HeaderOffset, PartHeader.MaxOctets)];
        int length = Source.Read(Mime.HeaderOffset, octets);
        return HeaderSection.Parse(octets.AsMemory(0, length), PartHeader.MaxFields);
    }
}
