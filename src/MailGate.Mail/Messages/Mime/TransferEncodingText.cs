using MailGate.Mail.Messages.Decoding;

namespace MailGate.Mail.Messages.Mime;

/// <summary>Reads a Content-Transfer-Encoding (RFC 2045 §6.1), also misspelt: some client decodes it all the same.</summary>
internal static class TransferEncodingText
{
    /// <param name="exact">False when a strict reader would not know the value.</param>
    public static void Read(string field, out TransferEncoding encoding, out bool exact)
    {
        ReadOnlySpan<char> value = field.AsSpan().Trim();
        exact = true;
        if (TryExact(value, out encoding))
        {
            return;
        }

        exact = value.IsEmpty;
        string plain = ParameterScanner.WithoutComments(value, out _);
        int end = plain.AsSpan().IndexOfAny(";,\0");
        plain = (end < 0 ? plain : plain[..end]).Trim(' ', '\t', '"', '\'');
        if (TryExact(plain, out encoding))
        {
            return;
        }

        Span<char> letters = stackalloc char[40];
        int count = 0;
        foreach (char c in plain)
        {
            if (char.IsAsciiLetterOrDigit(c) && count < letters.Length)
            {
                letters[count++] = char.ToLowerInvariant(c);
            }
        }

        ReadOnlySpan<char> squeezed = letters[..count];
        encoding = squeezed.Contains("base64", StringComparison.Ordinal) || squeezed.Equals("b64", StringComparison.Ordinal) ? TransferEncoding.Base64
            : squeezed.Contains("quoted", StringComparison.Ordinal) || squeezed.Equals("qp", StringComparison.Ordinal) ? TransferEncoding.QuotedPrintable
            : squeezed.Contains("uue", StringComparison.Ordinal) || squeezed.Contains("uuencode", StringComparison.Ordinal) ? TransferEncoding.UuEncode
            : squeezed.Contains("yenc", StringComparison.Ordinal) ? TransferEncoding.YEnc
            : TransferEncoding.Identity;
    }

    private static bool TryExact(ReadOnlySpan<char> value, out TransferEncoding encoding)
    {
        encoding = TransferEncoding.Identity;
        if (Is(value, "7bit") || Is(value, "8bit") || Is(value, "binary"))
        {
            return true;
        }

        encoding = Is(value, "base64") ? TransferEncoding.Base64
            : Is(value, "quoted-printable") ? TransferEncoding.QuotedPrintable
            : Is(value, "x-uuencode") || Is(value, "uuencode") || Is(value, "x-uue") ? TransferEncoding.UuEncode
            : Is(value, "x-yencode") || Is(value, "yenc") || Is(value, "x-yenc") ? TransferEncoding.YEnc
            : TransferEncoding.Identity;
        return encoding != TransferEncoding.Identity;
    }

    private static bool Is(ReadOnlySpan<char> value, string name) => value.Equals(name, StringComparison.OrdinalIgnoreCase);
}
