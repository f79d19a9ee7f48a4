using System.Text;

namespace MailGate.Mail.Messages.Decoding;

/// <summary>UTF-7 (RFC 2152), which .NET no longer decodes and which hides markup from readers that do not know it.</summary>
internal static class Utf7
{
    public static string Decode(ReadOnlySpan<byte> octets)
    {
        StringBuilder text = new(octets.Length);
        while (!octets.IsEmpty)
        {
            int plus = octets.IndexOf((byte)'+');
            text.Append(Encoding.Latin1.GetString(plus < 0 ? octets : octets[..plus]));
            if (plus < 0)
            {
                break;
            }

            octets = octets[(plus + 1)..];
            int run = 0;
            while (run < octets.Length && Base64Alphabet.Value(octets[run]) >= 0)
            {
                run++;
            }

            if (run == 0 && octets is [(byte)'-', ..])
            {
                text.Append('+');
            }

            AppendUtf16(text, octets[..run]);
            octets = octets[run..];
            octets = octets is [(byte)'-', ..] ? octets[1..] : octets;
        }

        return text.ToString();
    }

    private static void AppendUtf16(StringBuilder text, ReadOnlySpan<byte> base64)
    {
        int bits = 0, held = 0;
        foreach (byte octet in base64)
        {
            bits = ((bits << 6) | Base64Alphabet.Value(octet)) & 0x3FFFFF;
            held += 6;
            if (held >= 16)
            {
                held -= 16;
                text.Append((char)(bits >> held));
            }
        }
    }
}
