using MailGate.Mail.Messages;

namespace MailGate.Filtering.Rewriting;

/// <summary>A received header section with the edits made so far: which fields are gone, which have other octets, what stands above them.</summary>
internal sealed class HeaderDraft
{
    private readonly HeaderSection _section;
    private readonly List<byte[]> _added = [];

    public HeaderDraft(HeaderSection section)
    {
        _section = section;
        Fields = new List<DraftField>(section.Fields.Count);
        ReadOnlySpan<byte> raw = section.Raw.Span;
        foreach (HeaderField field in section.Fields)
        {
            raw.Overlaps(field.Raw.Span, out int offset);
            Fields.Add(new DraftField(field, offset));
        }
    }

    /// <summary>The received fields, those removed included.</summary>
    public List<DraftField> Fields { get; }

    public void Add(byte[] field) => _added.Add(field);

    /// <summary>The pieces that make up the edited section.</summary>
    public EditedHeader Build()
    {
        SegmentList segments = new();
        int position = 0;
        if (_added.Count > 0)
        {
            foreach (byte[] field in _added)
            {
                segments.AddLiteral(field);
            }

            position = OrphanContinuationOctets(_section.Raw.Span);
        }

        bool isUnchanged = _added.Count == 0;
        foreach (DraftField field in Fields)
        {
            if (!field.IsRemoved && !field.IsChanged)
            {
                continue;
            }

            isUnchanged = false;
            segments.AddRange(position, field.Offset - position);
            if (!field.IsRemoved)
            {
                segments.AddLiteral(field.Current.Raw);
            }

            position = field.Offset + field.Length;
        }

        segments.AddRange(position, _section.BodyOffset - position);
        return new EditedHeader(segments.ToArray(), _section.BodyOffset, isUnchanged);
    }

    // A message may begin with lines that look like the continuation of a field. Below a field of ours they would continue it, and a
    // client could so append its own words to, say, our Authentication-Results. They belong to no field, so they go.
    private static int OrphanContinuationOctets(ReadOnlySpan<byte> raw)
    {
        int position = 0;
        while (position < raw.Length && raw[position] is (byte)' ' or (byte)'\t')
        {
            int lineFeed = raw[position..].IndexOf((byte)'\n');
            position = lineFeed < 0 ? raw.Length : position + lineFeed + 1;
        }

        return position;
    }
}
