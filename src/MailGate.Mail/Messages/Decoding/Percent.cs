using System.Text;

namespace MailGate.Mail.Messages.Decoding;

/// <summary>Percent-encoding (RFC 3986 §2.1, RFC 2231 §4).</summary>
internal static class Percent
{
    /// <summary>The octets of the text; a percent sign that begins no octet stays.</summary>
    public static byte[] Decode(ReadOnlySpan<char> text)
    {
        byte[] octets = Encoding.UTF8.GetBytes(text.ToString());
        int write = octets.AsSpan().IndexOf((byte)'%');
        if (write < 0)
        {
            return octets;
        }

        for (int read = write; read < octets.Length; read++, write++)
        {
            byte octet = octets[read];
            if (octet == '%' && read + 2 < octets.Length && char.IsAsciiHexDigit((char)octets[read + 1]) && char.IsAsciiHexDigit((char)octets[read + 2]))
            {
                octet = (byte)((Hex(octets[read + 1]) << 4) | Hex(octets[read + 2]));
                read += 2;
            }

            octets[write] = octet;
        }

        return octets[..write];
    }

    private static int Hex(byte c) => c is >= (byte)'0' and <= (byte)'9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
