namespace MailGate.Mail.Messages.Mime;

/// <summary>The header section that is being read, up to a limit.</summary>
internal struct HeaderBuffer(int limit)
{
    private byte[] _octets = [];
    private int _length;

    public readonly bool IsEmpty => _length == 0;

    /// <summary>True when octets beyond the limit were dropped.</summary>
    public bool IsTruncated { get; private set; }

    public void Append(ReadOnlySpan<byte> line)
    {
        if (line.Length > limit - _length)
        {
            IsTruncated = true;
            line = line[..Math.Max(0, limit - _length)];
        }

        if (_octets.Length < _length + line.Length)
        {
            Array.Resize(ref _octets, Math.Min(limit, Math.Max(_length + line.Length, Math.Max(1024, _octets.Length * 2))));
        }

        line.CopyTo(_octets.AsSpan(_length));
        _length += line.Length;
    }

    public void Clear()
    {
        _length = 0;
        IsTruncated = false;
    }

    /// <summary>The fields; over a copy when they are to outlive the buffer.</summary>
    public readonly HeaderSection Parse(MimeLimits limits, bool copy = false) =>
        HeaderSection.Parse(copy ? _octets.AsSpan(0, _length).ToArray() : _octets.AsMemory(0, _length), limits.HeaderFields);
}
