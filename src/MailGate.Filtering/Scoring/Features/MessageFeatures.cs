namespace MailGate.Filtering.Scoring.Features;

/// <summary>
/// What the model sees of a message: indices of the text's features, cut into segments, indices of the header's features, and evidence. Made for
/// use again: <see cref="Clear"/> keeps the memory.
/// </summary>
public sealed class MessageFeatures
{
    /// <summary>Segments at most; what comes after has no part in the score.</summary>
    internal const int MaxSegments = 64;

    private uint[] _text = new uint[4096];
    private readonly int[] _segmentEnds = new int[MaxSegments];
    private readonly ushort[] _seen = new ushort[8192];
    private uint[] _header = new uint[128];
    private int _textCount, _segments, _headerCount;

    /// <summary>Indices of the text, each at most a few times.</summary>
    internal ReadOnlySpan<uint> Text => _text.AsSpan(0, _textCount);

    /// <summary>Where each segment of <see cref="Text"/> ends.</summary>
    internal ReadOnlySpan<int> SegmentEnds => _segmentEnds.AsSpan(0, _segments);

    /// <summary>Indices of the header.</summary>
    internal ReadOnlySpan<uint> Header => _header.AsSpan(0, _headerCount);

    /// <summary>Evidence beside words, one value for each of <see cref="EvidenceKinds"/>.</summary>
    internal float[] Evidence { get; } = new float[EvidenceKinds.Count];

    internal void Clear()
    {
        _textCount = _segments = _headerCount = 0;
        Array.Clear(_seen);
        Array.Clear(Evidence);
    }

    internal void Set(EvidenceKind kind, double value) => Evidence[(int)kind] = (float)value;

    internal void Set(EvidenceKind kind, bool value) => Evidence[(int)kind] = value ? 1 : 0;

    // A feature counts once, where it stands first. The memory for that is small and forgets: a feature may count again after others took its place.
    internal void AddText(uint index)
    {
        ref ushort seen = ref _seen[index & 8191];
        ushort mark = (ushort)((index >> 13) + 1);
        if (seen == mark)
        {
            return;
        }

        seen = mark;
        if (_textCount == _text.Length)
        {
            Array.Resize(ref _text, _text.Length * 2);
        }

        _text[_textCount++] = index;
    }

    internal void AddHeader(uint index)
    {
        if (Header.Contains(index))
        {
            return;
        }

        if (_headerCount == _header.Length)
        {
            Array.Resize(ref _header, _header.Length * 2);
        }

        _header[_headerCount++] = index;
    }

    internal void EndSegment()
    {
        int start = _segments == 0 ? 0 : _segmentEnds[_segments - 1];
        if (_textCount > start && _segments < MaxSegments)
        {
            _segmentEnds[_segments++] = _textCount;
        }
    }
}
