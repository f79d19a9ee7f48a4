using MailGate.Mail.Addresses;

namespace MailGate.Filtering.Rewriting;

/// <summary>
/// Finds the addr-specs of an address-list (RFC 5322 §3.4) as ranges of its octets. Display names, comments, group names and routes are passed
/// over; what is no address by the envelope's grammar (obsolete white space or comments around the dots) is left alone. No recursion, linear.
/// </summary>
internal static class HeaderAddresses
{
    /// <summary>Most addresses that are looked at in one field.</summary>
    public const int MaxAddresses = 10_000;

    public static List<Range> Find(ReadOnlySpan<byte> value)
    {
        List<Range> found = [];
        int itemStart = 0;
        int position = 0;
        bool hasAngle = false;
        while (position < value.Length && found.Count < MaxAddresses)
        {
            switch (value[position])
            {
                case (byte)'"':
                    position = SkipQuoted(value, position);
                    break;
                case (byte)'(':
                    position = SkipComment(value, position);
                    break;
                case (byte)'<':
                    int close = FindAngleClose(value, position + 1);
                    AddAngle(found, value, position + 1, close);
                    hasAngle = true;
                    position = close + 1;
                    break;
                case (byte)',' or (byte)';':
                    AddBare(found, value, itemStart, position, hasAngle);
                    itemStart = ++position;
                    hasAngle = false;
                    break;
                case (byte)':':
                    // What stands before it is the name of a group.
                    itemStart = ++position;
                    hasAngle = false;
                    break;
                default:
                    position++;
                    break;
            }
        }

        AddBare(found, value, itemStart, Math.Min(position, value.Length), hasAngle);
        return found;
    }

    private static void AddAngle(List<Range> found, ReadOnlySpan<byte> value, int start, int end)
    {
        ReadOnlySpan<byte> inside = value[start..end];
        // RFC 5322 §4.4: an obsolete route ends with a colon.
        if (inside.TrimStart(" \t\r\n"u8).StartsWith("@"u8) && inside.IndexOf((byte)':') is var colon and >= 0)
        {
            start += colon + 1;
        }

        AddTrimmed(found, value, start, end);
    }

    private static void AddBare(List<Range> found, ReadOnlySpan<byte> value, int start, int end, bool hasAngle)
    {
        if (hasAngle || start >= end)
        {
            return;
        }

        // A comment before or after the address is none of it.
        while (start < end && value[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'(')
        {
            start = value[start] == (byte)'(' ? Math.Min(SkipComment(value, start), end) : start + 1;
        }

        int stop = start;
        while (stop < end && value[stop] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'('))
        {
            stop = value[stop] == (byte)'"' ? Math.Min(SkipQuoted(value, stop), end) : stop + 1;
        }

        int rest = stop;
        while (rest < end && value[rest] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'(')
        {
            rest = value[rest] == (byte)'(' ? Math.Min(SkipComment(value, rest), end) : rest + 1;
        }

        if (rest == end)
        {
            AddTrimmed(found, value, start, stop);
        }
    }

    private static void AddTrimmed(List<Range> found, ReadOnlySpan<byte> value, int start, int end)
    {
        while (start < end && value[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            start++;
        }

        while (end > start && value[end - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            end--;
        }

        if (AddressParser.TryParseMailbox(value[start..end], allowUtf8: true, out _, out _))
        {
            found.Add(start..end);
        }
    }

    private static int FindAngleClose(ReadOnlySpan<byte> value, int position)
    {
        while (position < value.Length && value[position] != (byte)'>')
        {
            position = value[position] == (byte)'"' ? SkipQuoted(value, position) : position + 1;
        }

        return Math.Min(position, value.Length);
    }

    private static int SkipQuoted(ReadOnlySpan<byte> value, int position)
    {
        position++;
        while (position < value.Length && value[position] != (byte)'"')
        {
            position += value[position] == (byte)'\\' ? 2 : 1;
        }

        return Math.Min(position + 1, value.Length);
    }

    private static int SkipComment(ReadOnlySpan<byte> value, int position)
    {
        int depth = 0;
        while (position < value.Length)
        {
            switch (value[position])
            {
                case (byte)'\\':
                    position++;
                    break;
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')' when --depth == 0:
                    return position + 1;
            }

            position++;
        }

        return value.Length;
    }
}
