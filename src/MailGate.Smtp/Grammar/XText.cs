using System.Globalization;
using System.Text;

namespace MailGate.Smtp.Grammar;

/// <summary>xtext: <c>+XX</c> stands for an octet (RFC 3461 §4), as in ENVID, ORCPT and XCLIENT.</summary>
public static class XText
{
    /// <summary>Decodes xtext; false when a plus sign is not followed by two capital hexadecimal digits or a character is not allowed.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> input, out string text)
    {
        text = "";
        byte[] decoded = new byte[input.Length];
        int length = 0;
        for (int i = 0; i < input.Length; i++)
        {
            byte octet = input[i];
            if (octet is < 33 or > 126 or (byte)'=')
            {
                return false;
            }

            if (octet == (byte)'+')
            {
                if (i + 2 >= input.Length || !byte.TryParse(input.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out octet))
                {
                    return false;
                }

                i += 2;
            }

            decoded[length++] = octet;
        }

        text = Encoding.UTF8.GetString(decoded, 0, length);
        return true;
    }

    /// <summary>True for well-formed xtext.</summary>
    public static bool IsValid(ReadOnlySpan<byte> input) => TryDecode(input, out _);

    /// <summary>Encodes text so that it holds no space, plus, equals sign or octet outside printable ASCII.</summary>
    public static string Encode(string text)
    {
        StringBuilder encoded = new(text.Length);
        foreach (byte octet in Encoding.UTF8.GetBytes(text))
        {
            if (octet is < 33 or > 126 or (byte)'+' or (byte)'=')
            {
                encoded.Append(CultureInfo.InvariantCulture, $"+{octet:X2}");
            }
            else
            {
                encoded.Append((char)octet);
            }
        }

        return encoded.ToString();
    }
}
