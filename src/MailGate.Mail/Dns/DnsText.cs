namespace MailGate.Mail.Dns;

/// <summary>The escapes of zone files (RFC 1035 §5.1).</summary>
internal static class DnsText
{
    /// <summary>Reads <c>\DDD</c> or <c>\X</c>; false for a number above 255, a character that is not ASCII, or a lone backslash.</summary>
    /// <param name="text">The text.</param>
    /// <param name="i">Where the backslash is; afterwards, the last character of the escape.</param>
    /// <param name="octet">What the escape stands for.</param>
    public static bool TryReadEscape(ReadOnlySpan<char> text, ref int i, out byte octet)
    {
        octet = 0;
        if (i + 1 >= text.Length || text[i + 1] > 127)
        {
            return false;
        }

        if (!char.IsAsciiDigit(text[i + 1]))
        {
            octet = (byte)text[++i];
            return true;
        }

        if (i + 3 >= text.Length || !byte.TryParse(text.Slice(i + 1, 3), System.Globalization.NumberStyles.None, null, out octet))
        {
            return false;
        }

        i += 3;
        return true;
    }
}
