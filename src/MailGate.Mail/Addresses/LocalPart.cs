using System.Buffers;

namespace MailGate.Mail.Addresses;

/// <summary>The local-part of an address (RFC 5321 §4.1.2, RFC 6531 §3.3).</summary>
internal static class LocalPart
{
    /// <summary>
    /// Longest local-part taken. RFC 5321 §4.5.3.1.1 asks for 64 and for no limit where one can be avoided; bulk senders' return addresses and
    /// SRS go beyond 64 every day.
    /// </summary>
    public const int MaxOctets = 255;

    // RFC 5322 §3.2.3 atext.
    private static readonly SearchValues<byte> Atext =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~"u8);

    /// <summary>Reads one at the start of the input; <paramref name="length"/> is where it ends.</summary>
    public static bool TryRead(ReadOnlySpan<byte> input, bool allowUtf8, out int length, out AddressError error)
    {
        bool read = !input.IsEmpty && input[0] == (byte)'"' ? TryReadQuotedString(input, out length) : TryReadDotString(input, out length);
        error = read ? AddressError.None : AddressError.BadLocalPart;
        if (read && length > MaxOctets)
        {
            error = AddressError.LocalPartTooLong;
        }
        else if (read && !System.Text.Ascii.IsValid(input[..length]))
        {
            error = !allowUtf8 ? AddressError.NotAscii : System.Text.Unicode.Utf8.IsValid(input[..length]) ? AddressError.None : AddressError.BadUtf8;
        }

        return error == AddressError.None;
    }

    // Dot-string = Atom *("." Atom); RFC 6531 adds UTF8-non-ascii to atext. What is not UTF-8 is told by the caller.
    private static bool TryReadDotString(ReadOnlySpan<byte> input, out int length)
    {
        length = 0;
        while (true)
        {
            int atom = length;
            while (length < input.Length && (input[length] > 127 || Atext.Contains(input[length])))
            {
                length++;
            }

            if (length == atom)
            {
                return false;
            }

            if (length == input.Length || input[length] != (byte)'.')
            {
                return true;
            }

            length++;
        }
    }

    // Quoted-string = DQUOTE *QcontentSMTP DQUOTE: printable ASCII, any of it quoted by a backslash. No control characters at all.
    private static bool TryReadQuotedString(ReadOnlySpan<byte> input, out int length)
    {
        for (length = 1; length < input.Length; length++)
        {
            switch (input[length])
            {
                case (byte)'"':
                    length++;
                    return true;
                case (byte)'\\':
                    length++;
                    if (length == input.Length || input[length] is < 32 or > 126)
                    {
                        return false;
                    }

                    break;
                case < 32 or 127:
                    return false;
                default:
                    break;
            }
        }

        return false;
    }
}
