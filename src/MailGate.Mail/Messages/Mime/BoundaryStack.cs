namespace MailGate.Mail.Messages.Mime;

/// <summary>The containers that are open at a point of the message, outermost first, and which of their delimiters a line is.</summary>
internal sealed class BoundaryStack
{
    // Each line that begins with two hyphens is compared with every boundary.
    private const int MaxBoundaries = 64;

    // Ranks of matches; a prefix has its length, which is less.
    private const int ExactOpen = 3000;
    private const int ExactClosed = 2000;

    private readonly List<OpenContainer> _open = [];
    private int _multiparts;
    private int _boundaries;
    private int _shortest = int.MaxValue;

    public int Count => _open.Count;

    /// <summary>True when a line can be a delimiter at all.</summary>
    public bool HasMultipart => _multiparts > 0;

    public OpenContainer? Top => _open.Count > 0 ? _open[^1] : null;

    public OpenContainer this[int level] => _open[level];

    public void Push(OpenContainer container)
    {
        // With very many readings of boundaries within each other, the first of each has to do.
        if (_boundaries + container.Boundaries.Count > MaxBoundaries && container.Boundaries.Count > 1)
        {
            container.Boundaries.RemoveRange(1, container.Boundaries.Count - 1);
        }

        _open.Add(container);
        _multiparts += container.IsMultipart ? 1 : 0;
        Recount();
    }

    /// <summary>Gives a container one more boundary.</summary>
    public void AddBoundary(OpenContainer container, byte[] boundary)
    {
        container.Boundaries.Add(boundary);
        Recount();
    }

    public OpenContainer Pop()
    {
        OpenContainer top = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        _multiparts -= top.IsMultipart ? 1 : 0;
        Recount();
        return top;
    }

    /// <summary>
    /// The container whose delimiter the line is, or -1. Full-line matches win over prefixes, containers that still wait for their end over closed ones,
    /// inner over outer. RFC 2046 §5.1.1: a line that begins with the boundary is a delimiter, whatever follows; many readers want the whole line.
    /// </summary>
    /// <param name="text">The line after its two hyphens, without the line break.</param>
    public int Match(ReadOnlySpan<byte> text, out bool closes, out bool isPrefix)
    {
        int best = -1, bestRank = 0;
        closes = isPrefix = false;
        if (text.Length < _shortest)
        {
            return -1;
        }

        for (int level = _open.Count - 1; level >= 0 && bestRank < ExactOpen; level--)
        {
            OpenContainer container = _open[level];
            foreach (byte[] boundary in container.Boundaries)
            {
                int rank = Rank(text, boundary, container.IsClosed, out bool closing);
                if (rank > bestRank)
                {
                    bestRank = rank;
                    best = level;
                    closes = closing;
                }
            }
        }

        isPrefix = bestRank is > 0 and < ExactClosed;
        return best;
    }

    private void Recount()
    {
        _boundaries = 0;
        _shortest = int.MaxValue;
        foreach (OpenContainer container in _open)
        {
            foreach (byte[] boundary in container.Boundaries)
            {
                _boundaries++;
                _shortest = Math.Min(_shortest, boundary.Length);
            }
        }
    }

    private static int Rank(ReadOnlySpan<byte> text, byte[] boundary, bool isClosed, out bool closing)
    {
        closing = false;
        if (text.Length < boundary.Length || !text.StartsWith(boundary))
        {
            return 0;
        }

        ReadOnlySpan<byte> rest = text[boundary.Length..];
        closing = rest.StartsWith("--"u8) && rest[2..].Trim(" \t\0"u8).IsEmpty;
        if (closing || rest.Trim(" \t\0"u8).IsEmpty)
        {
            return isClosed ? ExactClosed : ExactOpen;
        }

        // "--B--x" closes for some readers and begins a part for others: with a part more is seen.
        // The longest boundary among prefixes: an inner one often extends an outer one.
        return isClosed ? 0 : boundary.Length;
    }
}
