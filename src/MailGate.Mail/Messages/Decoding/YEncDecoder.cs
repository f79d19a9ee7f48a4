namespace MailGate.Mail.Messages.Decoding;

/// <summary>yEnc (yenc.org draft 1.3): what stands between <c>=ybegin</c> and <c>=yend</c>, each octet shifted by 42.</summary>
internal struct YEncDecoder
{
    private const int LongestKeywordLine = 1000;

    private bool _begun;
    private bool _midLine;

    /// <summary>True for a line <c>=ybegin ... name=...</c>.</summary>
    public static bool IsBegin(ReadOnlySpan<byte> line) => line.StartsWith("=ybegin "u8);

    public int Decode(ReadOnlySpan<byte> source, Span<byte> destination, bool isLast, out int consumed)
    {
        int read = 0, written = 0;
        while (read < source.Length && written < destination.Length)
        {
            ReadOnlySpan<byte> rest = source[read..];
            int used;
            if (!_midLine && (!_begun || (rest[0] == (byte)'=' && (rest.Length == 1 || rest[1] == (byte)'y'))))
            {
                used = TakeKeywordLine(rest, isLast);
            }
            else
            {
                used = TakeData(rest, destination[written..], isLast, out int decoded);
                written += decoded;
            }

            if (used == 0)
            {
                break;
            }

            read += used;
        }

        consumed = read;
        return written;
    }

    // A line outside of data: =ybegin, =ypart, =yend, or text around the block. 0 when more of the source is needed.
    private int TakeKeywordLine(ReadOnlySpan<byte> rest, bool isLast)
    {
        int lineFeed = rest[..Math.Min(rest.Length, LongestKeywordLine)].IndexOf((byte)'\n');
        if (lineFeed < 0 && rest.Length < LongestKeywordLine && !isLast)
        {
            return 0;
        }

        int length = lineFeed >= 0 ? lineFeed + 1 : Math.Min(rest.Length, LongestKeywordLine);
        _begun = (_begun || IsBegin(rest[..length])) && !rest[..length].StartsWith("=yend"u8);
        return length;
    }

    private int TakeData(ReadOnlySpan<byte> rest, Span<byte> destination, bool isLast, out int decoded)
    {
        decoded = 0;
        switch (rest[0])
        {
            case (byte)'\n':
                _midLine = false;
                return 1;
            case (byte)'\r':
                return 1;
            case (byte)'=' when rest.Length > 1:
                destination[0] = (byte)(rest[1] - 64 - 42);
                decoded = 1;
                _midLine = true;
                return 2;
            case (byte)'=':
                return isLast ? 1 : 0;
            default:
                break;
        }

        _midLine = true;
        int run = rest.IndexOfAny((byte)'=', (byte)'\r', (byte)'\n');
        run = Math.Min(run < 0 ? rest.Length : run, destination.Length);
        for (int i = 0; i < run; i++)
        {
            destination[i] = (byte)(rest[i] - 42);
        }

        decoded = run;
        return run;
    }
}
