using MailGate.Mail.Dkim;
using MailGate.Mail.Messages;
using MailGate.Mail.TagLists;

namespace MailGate.Mail.Arc;

/// <summary>The i= that says which set an ARC field belongs to (RFC 8617 §4.2.1).</summary>
internal static class ArcInstanceTag
{
    /// <summary>The largest instance, and so the most sets in a chain.</summary>
    public const int Max = 50;

    /// <summary>The instance of a seal or message signature; 0 when it has none that is valid.</summary>
    public static int Read(HeaderField field, DkimOptions options) =>
        new SignatureTags(field, options).TryGet("i"u8, out Tag tag) && DkimWords.TryReadNumber(tag, 2, out long instance) && instance <= Max ? (int)instance : 0;

    /// <summary>
    /// The instance of an ARC-Authentication-Results and where its payload begins in the value (RFC 8617 §4.1.1): i= stands first,
    /// a semicolon after it. 0 when it is malformed.
    /// </summary>
    public static int ReadPrefix(ReadOnlySpan<byte> value, out int payload)
    {
        payload = 0;
        int position = SkipCommentsAndWhiteSpace(value, 0);
        if (position >= value.Length || value[position] != (byte)'i')
        {
            return 0;
        }

        position = SkipCommentsAndWhiteSpace(value, position + 1);
        if (position >= value.Length || value[position] != (byte)'=')
        {
            return 0;
        }

        position = SkipCommentsAndWhiteSpace(value, position + 1);
        int digits = 0, instance = 0;
        while (digits < 3 && position < value.Length && value[position] is >= (byte)'0' and <= (byte)'9')
        {
            instance = (instance * 10) + (value[position++] - '0');
            digits++;
        }

        position = SkipCommentsAndWhiteSpace(value, position);
        if (position >= value.Length || value[position] != (byte)';' || digits is 0 or > 2 || instance > Max)
        {
            return 0;
        }

        payload = position + 1;
        return instance;
    }

    // RFC 5322 §3.2.2 CFWS, with comments in comments.
    private static int SkipCommentsAndWhiteSpace(ReadOnlySpan<byte> value, int position)
    {
        int depth = 0;
        for (; position < value.Length; position++)
        {
            byte octet = value[position];
            if (octet == (byte)'(')
            {
                depth++;
            }
            else if (octet == (byte)')' && depth > 0)
            {
                depth--;
            }
            else if (octet == (byte)'\\' && depth > 0)
            {
                position++;
            }
            else if (depth == 0 && octet is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                break;
            }
        }

        return Math.Min(position, value.Length);
    }
}
