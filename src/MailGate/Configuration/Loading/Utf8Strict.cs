using System.Text;

namespace MailGate.Configuration.Loading;

internal static class Utf8Strict
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, without a byte order mark.</summary>
    /// <exception cref="FormatException">It is not UTF-8, or holds NUL: binary files and UTF-16 end here.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        if (bytes.Contains((byte)0))
        {
            throw new FormatException("not a text file: it holds NUL octets");
        }

        try
        {
            return Encoding.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException($"not UTF-8, see octet {e.Index}", e);
        }
    }
}
