namespace MailGate.Mail.Messages.Mime;

/// <summary>
/// The grammar of RFC 2046 §5.1 over lines: headers, delimiters, containers, without recursion. Where readers differ it takes
/// the reading that shows more parts, and notes the difference.
/// </summary>
internal sealed class MimeStructure(MimeLimits limits)
{
    private const int MaxHeaderPeeks = 8;
    private const int MaxDelimiterOctets = 2000;

    private readonly BoundaryStack _open = new();
    private readonly List<MimePart> _parts = [];
    private HeaderBuffer _header = new(limits.HeaderBytes);
    private HeaderSection? _rootHeaders;
    private MimePart? _leaf;
    private MimeFlags _flags;
    private MimeFlags _nextPartFlags;
    private bool _inHeader = true;
    private bool _inspectNextLine;
    private long _headerStart;
    private int _peeks;
    private UndeclaredDelimiter _undeclared;

    public LineInterest Interest => _inHeader || _inspectNextLine ? LineInterest.Every : _open.HasMultipart ? LineInterest.Dashes : LineInterest.None;

    /// <summary>Begins inside a multipart instead of at a header: for bodies that had to be decoded first.</summary>
    public static MimeStructure InsideMultipart(MimeLimits limits, EntityStructure entity)
    {
        MimeStructure structure = new(limits) { _rootHeaders = HeaderSection.Parse(default) };
        structure.AddPart(entity, null, 0, 0);
        return structure;
    }

    /// <param name="line">The line with its break; cut where it exceeds what is kept.</param>
    /// <param name="breakBefore">Octets of the line break before it, which belongs to a delimiter (RFC 2046 §5.1.1).</param>
    public void OnLine(ReadOnlySpan<byte> line, long start, long end, int breakBefore)
    {
        ReadOnlySpan<byte> text = line.EndsWith("\r\n"u8) ? line[..^2] : line.EndsWith("\n"u8) ? line[..^1] : line;
        if (text.StartsWith("--"u8) && OnDashes(text[2..Math.Min(text.Length, MaxDelimiterOctets)], start, end, breakBefore))
        {
            return;
        }

        if (_inHeader)
        {
            OnHeaderLine(line, text, start, end);
        }
        else if (_inspectNextLine)
        {
            InspectBodyLine(line, text, start, end);
        }
    }

    public MimeIndex Complete(long length)
    {
        if (_inHeader && (_parts.Count == 0 || !_header.IsEmpty))
        {
            EndHeader(length, length, blankLine: false);
        }

        if (_leaf is not null)
        {
            _leaf.BodyEnd = length;
        }

        while (_open.Count > 0)
        {
            CloseContainer(length);
        }

        foreach (MimePart part in _parts)
        {
            _flags |= part.Flags;
        }

        return new MimeIndex(_rootHeaders!, _parts, _flags, length);
    }

    private void OnHeaderLine(ReadOnlySpan<byte> line, ReadOnlySpan<byte> text, long start, long end)
    {
        if (text.IsEmpty)
        {
            EndHeader(start, end, blankLine: true);
        }
        else
        {
            _header.Append(line);
        }
    }

    private bool OnDashes(ReadOnlySpan<byte> text, long start, long end, int breakBefore)
    {
        int level = _open.Match(text, out bool closes, out bool isPrefix);
        if (level < 0 && _inHeader && _peeks < MaxHeaderPeeks && !_header.IsEmpty)
        {
            // The delimiter of the very multipart whose header has not ended: readers that end a header at the first line that is no field see it.
            _peeks++;
            if (EntityStructure.Read(_header.Parse(limits), limits, isRoot: false, defaultIsMessage: false).DeclaresBoundaryOf(text))
            {
                EndHeader(start, start, blankLine: false);
                level = _open.Match(text, out closes, out isPrefix);
            }
        }

        if (level < 0)
        {
            return NoteUndeclared(text, start, end, breakBefore);
        }

        if (_inHeader && (!_header.IsEmpty || _parts.Count == 0))
        {
            EndHeader(start, start, blankLine: false);
        }

        OnDelimiter(level, closes, isPrefix, start, end, breakBefore);
        return true;
    }

    private void OnDelimiter(int level, bool closes, bool isPrefix, long start, long end, int breakBefore)
    {
        CloseAbove(level, start - breakBefore);
        OpenContainer container = _open[level];
        container.Part.Flags |= isPrefix ? MimeFlags.BoundaryPrefix : 0;
        container.IsDelimited = true;
        _inspectNextLine = false;
        _undeclared.Forget();
        if (closes)
        {
            container.IsClosed = true;
            _inHeader = false;
            return;
        }

        container.Part.Flags |= container.IsClosed ? MimeFlags.PartAfterClose : 0;
        container.IsClosed = false;
        StartHeader(end);
    }

    // In a multipart that has shown no delimiter yet, "--x" followed by a part's header is one for readers that guess.
    private bool NoteUndeclared(ReadOnlySpan<byte> text, long start, long end, int breakBefore)
    {
        if (_inHeader || _open.Top is not { IsMultipart: true, IsDelimited: false } container)
        {
            return false;
        }

        if (!_undeclared.TryNote(text, start, breakBefore))
        {
            return false;
        }

        if (container.Boundaries.Count == 0)
        {
            AdoptUndeclared(container, end);
        }
        else
        {
            _inspectNextLine = true;
        }

        return true;
    }

    private void AdoptUndeclared(OpenContainer container, long end)
    {
        _open.AddBoundary(container, _undeclared.Boundary);
        container.Part.Flags |= MimeFlags.UndeclaredBoundary;
        OnDelimiter(_open.Count - 1, closes: false, isPrefix: false, _undeclared.Start, end, _undeclared.BreakBefore);
    }

    private void InspectBodyLine(ReadOnlySpan<byte> line, ReadOnlySpan<byte> text, long start, long end)
    {
        if (text.IsEmpty && !_undeclared.IsNoted)
        {
            return;
        }

        _inspectNextLine = false;
        bool beginsHeader = text.Length > 8 && System.Text.Ascii.EqualsIgnoreCase(text[..8], "content-"u8) && text.Contains((byte)':');
        if (!beginsHeader || _open.Top is not { IsMultipart: true } container)
        {
            _undeclared.Forget();
            return;
        }

        if (_undeclared.IsNoted)
        {
            AdoptUndeclared(container, start);
        }
        else
        {
            _nextPartFlags = MimeFlags.PartInPreamble;
            StartHeader(start);
        }

        OnHeaderLine(line, text, start, end);
    }

    private void StartHeader(long start)
    {
        _inHeader = true;
        _headerStart = start;
        _header.Clear();
        _leaf = null;
        _peeks = 0;
    }

    private void EndHeader(long headerEnd, long bodyStart, bool blankLine)
    {
        _inHeader = false;
        if (_parts.Count >= limits.Parts)
        {
            // What follows stays in the range of the last part that is kept.
            _flags |= MimeFlags.TooManyParts;
            _leaf = _parts[^1];
            return;
        }

        bool isRoot = _parts.Count == 0;
        HeaderSection headers = _header.Parse(limits, copy: isRoot);
        if (isRoot)
        {
            _rootHeaders = blankLine ? headers.WithBlankLine((int)Math.Min(bodyStart - headerEnd, 2)) : headers;
        }

        OpenContainer? container = _open.Top;
        bool isMessageRoot = isRoot || container is { IsMultipart: false };
        EntityStructure entity = EntityStructure.Read(headers, limits, isMessageRoot, container is { IsDigest: true });
        MimePart part = AddPart(entity, container?.Part, _headerStart, bodyStart);
        part.Flags |= _nextPartFlags | (_header.IsTruncated ? MimeFlags.HeaderTooLarge : 0) | (!blankLine && !isMessageRoot ? MimeFlags.HeaderWithoutBlankLine : 0);
        _nextPartFlags = 0;
    }

    private MimePart AddPart(EntityStructure entity, MimePart? parent, long headerStart, long bodyStart)
    {
        MimePart part = new(_parts.Count, parent, headerStart, bodyStart, entity);
        _parts.Add(part);
        _leaf = part;
        _inHeader = false;
        bool isEncodedMessage = entity.IsMessage && part.Encoding != TransferEncoding.Identity;
        if ((!entity.IsMultipart && !entity.IsMessage) || (isEncodedMessage && !entity.IsMultipart))
        {
            return part;
        }

        if (part.Depth >= limits.Depth)
        {
            part.Flags |= MimeFlags.TooDeep;
            return part;
        }

        part.IsContainer = true;
        _leaf = null;
        _open.Push(new OpenContainer(part, [.. entity.Boundaries], entity.IsMultipart));
        if (entity.IsMultipart)
        {
            _inspectNextLine = true;
        }
        else
        {
            StartHeader(bodyStart);
        }

        return part;
    }

    private void CloseAbove(int level, long bodyEnd)
    {
        if (_leaf is not null)
        {
            _leaf.BodyEnd = Math.Max(_leaf.BodyOffset, bodyEnd);
            _leaf = null;
        }

        while (_open.Count > level + 1)
        {
            if (_open.Top is { IsMultipart: true, IsClosed: false } inner)
            {
                inner.Part.Flags |= MimeFlags.BoundaryClash;
            }

            CloseContainer(bodyEnd);
        }
    }

    private void CloseContainer(long bodyEnd)
    {
        OpenContainer closed = _open.Pop();
        closed.Part.BodyEnd = Math.Max(closed.Part.BodyOffset, bodyEnd);
        if (closed.IsMultipart)
        {
            closed.Part.Flags |= (closed.IsDelimited ? 0 : MimeFlags.UndelimitedMultipart) | (closed.IsClosed ? 0 : MimeFlags.UnclosedMultipart);
        }
    }
}
