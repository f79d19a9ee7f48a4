namespace MailGate.Mail.Messages.Decoding;

/// <summary>Quoted-printable (RFC 2045 §6.7): hex digits in either case, soft line breaks with white space before the break, anything else as it stands.</summary>
internal struct QuotedPrintableDecoder
{
    private const int LongestBlankRun = 1000;

    /// <summary>An equals sign that begins neither an octet nor a soft line break.</summary>
    public bool IsMalformed { get; private set; }

    public int Decode(ReadOnlySpan<byte> source, Span<byte> destination, bool isLast, out int consumed)
    {
        int read = 0, written = 0;
        while (read < source.Length && written < destination.Length)
        {
            ReadOnlySpan<byte> rest = source[read..];
            int equals = rest.IndexOf((byte)'=');
            int plain = Math.Min(equals < 0 ? rest.Length : equals, destination.Length - written);
            rest[..plain].CopyTo(destination[written..]);
            read += plain;
            written += plain;
            if (plain != equals || written == destination.Length)
            {
                continue;
            }

            int used = DecodeEscape(rest[(plain + 1)..], isLast, out int octet);
            if (used < 0)
            {
                break;
            }

            read += 1 + used;
            if (octet >= 0)
            {
                destination[written++] = (byte)octet;
            }
        }

        consumed = read;
        return written;
    }

    // What follows an equals sign: octets used up, or -1 when more of the source is needed to tell.
    private int DecodeEscape(ReadOnlySpan<byte> rest, bool isLast, out int octet)
    {
        octet = -1;
        if (rest.Length >= 2 && char.IsAsciiHexDigit((char)rest[0]) && char.IsAsciiHexDigit((char)rest[1]))
        {
            octet = (Hex(rest[0]) << 4) | Hex(rest[1]);
            return 2;
        }

        int blanks = rest[..Math.Min(rest.Length, LongestBlankRun)].IndexOfAnyExcept((byte)' ', (byte)'\t');
        blanks = blanks < 0 ? Math.Min(rest.Length, LongestBlankRun) : blanks;
        ReadOnlySpan<byte> end = rest[blanks..];
        if (end is [(byte)'\n', ..])
        {
            return blanks + 1;
        }

        if (end is [(byte)'\r', (byte)'\n', ..])
        {
            return blanks + 2;
        }

        bool undecided = end.IsEmpty || (end is [(byte)'\r']) || rest.Length < 2;
        if (undecided && !isLast)
        {
            return -1;
        }

        if (end.IsEmpty || end is [(byte)'\r', ..])
        {
            return blanks + Math.Min(end.Length, 1);
        }

        IsMalformed = true;
        octet = '=';
        return 0;
    }

    private static int Hex(byte c) => c is >= (byte)'0' and <= (byte)'9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
