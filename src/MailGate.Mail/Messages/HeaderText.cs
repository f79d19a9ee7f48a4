using System.Text;

namespace MailGate.Mail.Messages;

/// <summary>Header octets as text.</summary>
public static class HeaderText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The value with its line breaks removed (RFC 5322 §2.2.3) and trimmed of white space at both ends.</summary>
    public static string Unfold(ReadOnlySpan<byte> value)
    {
        string text = Decode(value);
        if (text.AsSpan().ContainsAny('\r', '\n'))
        {
            text = text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        }

        return text.Trim(' ', '\t');
    }

    /// <summary>UTF-8 (RFC 6532) where the octets are that, Latin-1 otherwise: never an exception, never a lost octet.</summary>
    public static string Decode(ReadOnlySpan<byte> octets) =>
        System.Text.Unicode.Utf8.IsValid(octets) ? StrictUtf8.GetString(octets) : Encoding.Latin1.GetString(octets);
}
