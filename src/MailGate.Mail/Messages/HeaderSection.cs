namespace MailGate.Mail.Messages;

/// <summary>
/// The header section of a message as fields over its bytes: the one reading that verifiers, rules and the forwarder share
/// (a second parser that disagreed would be a hole: ATTACKS B08).
/// </summary>
public sealed class HeaderSection
{
    private readonly int _blankLineOctets;
    private HeaderFrom? _author;

    private HeaderSection(ReadOnlyMemory<byte> raw, IReadOnlyList<HeaderField> fields, int blankLineOctets, int malformedLines, int firstMalformedOffset, bool isTruncated)
    {
        Raw = raw;
        Fields = fields;
        _blankLineOctets = blankLineOctets;
        MalformedLines = malformedLines;
        FirstMalformedOffset = firstMalformedOffset;
        IsTruncated = isTruncated;
    }

    /// <summary>The section's octets, without the blank line that ends it.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The fields from top to bottom.</summary>
    public IReadOnlyList<HeaderField> Fields { get; }

    /// <summary>Who the message says it is from, read once.</summary>
    public HeaderFrom Author => _author ??= HeaderFrom.Read(this);

    /// <summary>True when a blank line ends the section, so that a body (perhaps empty) follows it.</summary>
    public bool HasBlankLine => _blankLineOctets > 0;

    /// <summary>Offset of the body in the message: after the blank line where there is one.</summary>
    public int BodyOffset => Raw.Length + _blankLineOctets;

    /// <summary>Lines in the section that are neither a field nor a continuation of one.</summary>
    public int MalformedLines { get; }

    /// <summary>Offset of the first such line, where readers that end a header at the first line that is no field see the body begin; -1 for none.</summary>
    internal int FirstMalformedOffset { get; }

    /// <summary>True when there are more fields than were asked for.</summary>
    public bool IsTruncated { get; }

    /// <summary>
    /// Reads the header section at the start of <paramref name="message"/>. Lines end with CRLF (a lone LF ends one too, so that stored
    /// files can be read). A line that is no field and no continuation is counted and belongs to no field; it does not end the section, since what
    /// follows it would then be hidden from every check. Cost is linear in the section.
    /// </summary>
    /// <param name="maxFields">Fields beyond this many are left out and <see cref="IsTruncated"/> says so.</param>
    public static HeaderSection Parse(ReadOnlyMemory<byte> message, int maxFields = int.MaxValue)
    {
        HeaderFieldWalk walk = new(message.Span);
        List<HeaderField> fields = new(24);
        bool isTruncated = false;
        while (walk.MoveNext())
        {
            if (fields.Count < maxFields)
            {
                fields.Add(new HeaderField(message[walk.FieldStart..walk.Position], walk.NameLength, walk.ValueOffset));
            }
            else
            {
                isTruncated = true;
            }
        }

        int position = walk.Position;
        int blankLine = position >= message.Length ? 0 : message.Span[position] == (byte)'\r' ? 2 : 1;
        return new HeaderSection(message[..position], fields, blankLine, walk.MalformedLines, walk.FirstMalformedOffset, isTruncated);
    }

    /// <summary>The same section with the blank line that was found after it.</summary>
    internal HeaderSection WithBlankLine(int octets) => new(Raw, Fields, octets, MalformedLines, FirstMalformedOffset, IsTruncated);

    /// <summary>
    /// The section as readers see it that skip a byte order mark or blanks before its first line, where that line is no field otherwise. Only for
    /// what a part is: signatures are checked over the section as it is.
    /// </summary>
    internal HeaderSection WithFirstLine(int maxFields)
    {
        if (FirstMalformedOffset != 0)
        {
            return this;
        }

        ReadOnlySpan<byte> rest = Raw.Span.TrimStart((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF, (byte)' ', (byte)'\t']);
        return Parse(Raw[(Raw.Length - rest.Length)..], maxFields);
    }
}
