namespace MailGate.Mail.Messages.Decoding;

/// <summary>uuencode (POSIX): what stands between <c>begin mode name</c> and <c>end</c>.</summary>
internal struct UuDecoder
{
    private const int LongestLine = 1000;

    private bool _begun;

    /// <summary>True for a line <c>begin 644 name</c>.</summary>
    public static bool IsBegin(ReadOnlySpan<byte> line) =>
        line.Length > 10 && line.StartsWith("begin "u8) && line[6..9].IndexOfAnyExceptInRange((byte)'0', (byte)'7') < 0
        && (line[9] == (byte)' ' || (line[9] is >= (byte)'0' and <= (byte)'7' && line[10] == (byte)' '));

    public int Decode(ReadOnlySpan<byte> source, Span<byte> destination, bool isLast, out int consumed)
    {
        int read = 0, written = 0;
        while (read < source.Length && destination.Length - written >= 64)
        {
            ReadOnlySpan<byte> rest = source[read..];
            int lineFeed = rest[..Math.Min(rest.Length, LongestLine)].IndexOf((byte)'\n');
            if (lineFeed < 0 && rest.Length < LongestLine && !isLast)
            {
                break;
            }

            int length = lineFeed >= 0 ? lineFeed + 1 : Math.Min(rest.Length, LongestLine);
            read += length;
            ReadOnlySpan<byte> line = rest[..length].TrimEnd("\r\n"u8);
            if (!_begun)
            {
                _begun = IsBegin(line);
            }
            else if (line.SequenceEqual("end"u8))
            {
                // A second file may follow in the same part; it is content all the same.
                _begun = false;
            }
            else if (!line.IsEmpty)
            {
                written += DecodeLine(line, destination[written..]);
            }
        }

        consumed = read;
        return written;
    }

    private static int DecodeLine(ReadOnlySpan<byte> line, Span<byte> destination)
    {
        int octets = (line[0] - 32) & 63;
        ReadOnlySpan<byte> characters = line[1..];
        octets = Math.Min(octets, characters.Length * 3 / 4);
        for (int i = 0; i < octets; i++)
        {
            int group = i / 3 * 4;
            int bits = 0;
            for (int k = 0; k < 4; k++)
            {
                bits = (bits << 6) | (group + k < characters.Length ? (characters[group + k] - 32) & 63 : 0);
            }

            destination[i] = (byte)(bits >> (16 - (8 * (i % 3))));
        }

        return octets;
    }
}
