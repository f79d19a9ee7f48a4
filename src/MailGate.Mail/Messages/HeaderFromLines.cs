namespace MailGate.Mail.Messages;

/// <summary>
/// Counts the lines of a header section that any reader may take for a From field: also behind a lone CR, with control characters or octets
/// beyond ASCII about the name, or indented as the first line (the tricks of the espoofer cases and of "Composition Kills").
/// </summary>
internal static class HeaderFromLines
{
    private const int LongestName = 32;

    public static int Count(ReadOnlySpan<byte> headers)
    {
        int count = 0;
        bool first = true;
        while (!headers.IsEmpty)
        {
            int end = headers.IndexOfAny((byte)'\r', (byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? headers : headers[..end];
            headers = end < 0 ? [] : headers[(end + 1)..];
            // A continuation line belongs to the field above it, but there is none above the first line.
            if (!line.IsEmpty && (first || line[0] is not ((byte)' ' or (byte)'\t')))
            {
                count += IsFrom(line) ? 1 : 0;
                first = false;
            }
        }

        return count;
    }

    private static bool IsFrom(ReadOnlySpan<byte> line)
    {
        int letters = 0;
        for (int i = 0; i < line.Length && i < LongestName; i++)
        {
            byte octet = line[i];
            if (octet == ':')
            {
                return letters == 4;
            }

            if (octet is <= 32 or >= 127)
            {
                continue;
            }

            if (letters == 4 || (octet | 0x20) != "from"u8[letters])
            {
                return false;
            }

            letters++;
        }

        return false;
    }
}
