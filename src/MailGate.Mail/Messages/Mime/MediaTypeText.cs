using System.Buffers;

namespace MailGate.Mail.Messages.Mime;

/// <summary>Reads the type/subtype of a Content-Type (RFC 2045 §5.1).</summary>
internal static class MediaTypeText
{
    private const int MaxLength = 127;

    // RFC 2045 §5.1 token, and the slash.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&'*+-.^_`{|}~/");

    private static readonly string[] Common =
    [
        "text/plain", "text/html", "multipart/alternative", "multipart/mixed", "multipart/related", "multipart/report", "multipart/signed",
        "message/rfc822", "message/delivery-status", "application/octet-stream", "application/pdf", "image/png", "image/jpeg", "image/gif", "text/calendar",
    ];

    /// <summary>The type in lower case, or null where it names none. A type without subtype gets a usual one, as many readers give it.</summary>
    public static string? Normalize(ReadOnlySpan<char> value, out bool valid)
    {
        valid = true;
        foreach (string common in Common)
        {
            if (value.Equals(common, StringComparison.OrdinalIgnoreCase))
            {
                return common;
            }
        }

        string text = value.ToString().ToLowerInvariant();
        if (text.AsSpan().ContainsAny(" \t\"\0"))
        {
            valid = false;
            text = Squeeze(text);
        }

        int slash = text.IndexOf('/', StringComparison.Ordinal);
        valid &= slash > 0 && slash < text.Length - 1 && text.IndexOf('/', slash + 1) < 0 && text.Length <= MaxLength && !text.AsSpan().ContainsAnyExcept(TokenCharacters);
        if (slash > 0 && slash < text.Length - 1)
        {
            return text.Length > MaxLength ? text[..MaxLength] : text;
        }

        return text.TrimEnd('/') switch
        {
            "text" => "text/plain",
            "html" => "text/html",
            "multipart" => "multipart/mixed",
            "message" => "message/rfc822",
            "application" or "image" or "audio" or "video" => text.TrimEnd('/') + "/octet-stream",
            _ => null,
        };
    }

    private static string Squeeze(string text)
    {
        int end = text.IndexOf('\0', StringComparison.Ordinal);
        text = end < 0 ? text : text[..end];
        return text.Replace(" ", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);
    }
}
