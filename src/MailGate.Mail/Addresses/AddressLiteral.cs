using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MailGate.Mail.Addresses;

/// <summary>An address in brackets in place of a domain (RFC 5321 §4.1.3).</summary>
public static class AddressLiteral
{
    /// <summary>Reads an address literal such as <c>[192.0.2.1]</c> or <c>[IPv6:2001:db8::1]</c> (RFC 5321 §4.1.3); null for any other text.</summary>
    public static IPAddress? Parse(ReadOnlySpan<byte> literal)
    {
        if (literal.Length < 3 || literal[0] != (byte)'[' || literal[^1] != (byte)']' || !System.Text.Ascii.IsValid(literal))
        {
            return null;
        }

        ReadOnlySpan<byte> inner = literal[1..^1];
        if (System.Text.Ascii.EqualsIgnoreCase(inner[..Math.Min(5, inner.Length)], "IPv6:"u8))
        {
            ReadOnlySpan<byte> address = inner[5..];
            // IPAddress also takes scope ids and brackets, which RFC 5321 does not know.
            return !address.ContainsAny("%[]/"u8) && IPAddress.TryParse(Encoding.ASCII.GetString(address), out IPAddress? v6)
                && v6.AddressFamily == AddressFamily.InterNetworkV6 ? v6 : null;
        }

        return IsDottedQuad(inner) && IPAddress.TryParse(Encoding.ASCII.GetString(inner), out IPAddress? v4) ? v4 : null;
    }

    // Snum = 1*3DIGIT, four of them: IPAddress also takes "1.2", hexadecimal and octal.
    private static bool IsDottedQuad(ReadOnlySpan<byte> text)
    {
        int parts = 0;
        foreach (Range range in text.Split((byte)'.'))
        {
            ReadOnlySpan<byte> part = text[range];
            if (part.Length is 0 or > 3 || part.ContainsAnyExceptInRange((byte)'0', (byte)'9') || (part.Length > 1 && part[0] == (byte)'0'))
            {
                return false;
            }

            parts++;
        }

        return parts == 4;
    }
}
