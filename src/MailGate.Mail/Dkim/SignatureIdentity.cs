using System.Diagnostics.CodeAnalysis;
using System.Text;
using MailGate.Mail.Addresses;

namespace MailGate.Mail.Dkim;

/// <summary>The value of i=: a local part, perhaps empty, "@" and a domain, in dkim-quoted-printable (RFC 6376 §2.11, §3.5; RFC 8616 §5).</summary>
internal static class SignatureIdentity
{
    /// <summary>False for malformed quoting, control characters, octets that are no UTF-8, or a bad domain.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, [NotNullWhen(true)] out string? localPart, [NotNullWhen(true)] out Domain? domain)
    {
        localPart = null;
        domain = null;
        // The domain part is not quoted, so its "@" is the last one there is.
        int at = value.LastIndexOf((byte)'@');
        if (at < 0
            || !TryUnquote(value[..at], out byte[]? local)
            || !System.Text.Unicode.Utf8.IsValid(local)
            || !System.Text.Unicode.Utf8.IsValid(value[(at + 1)..])
            || value.EndsWith("."u8)
            || !Domain.TryParse(Encoding.UTF8.GetString(value[(at + 1)..]), out domain))
        {
            return false;
        }

        localPart = Encoding.UTF8.GetString(local);
        return !localPart.Any(char.IsControl);
    }

    /// <summary>Decodes dkim-quoted-printable: "=" and two upper-case hexadecimal digits; white space means nothing.</summary>
    public static bool TryUnquote(ReadOnlySpan<byte> value, [NotNullWhen(true)] out byte[]? octets)
    {
        List<byte> output = new(value.Length);
        octets = null;
        for (int i = 0; i < value.Length; i++)
        {
            byte octet = value[i];
            if (octet is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            if (octet == (byte)'=')
            {
                if (i + 2 >= value.Length || !char.IsAsciiHexDigit((char)value[i + 1]) || !char.IsAsciiHexDigit((char)value[i + 2]))
                {
                    return false;
                }

                octet = (byte)((Convert.FromHexString([(char)value[i + 1], (char)value[i + 2]]))[0]);
                i += 2;
            }

            output.Add(octet);
        }

        octets = [.. output];
        return true;
    }
}
