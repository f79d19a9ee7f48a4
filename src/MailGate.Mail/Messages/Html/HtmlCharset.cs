using System.Text;

namespace MailGate.Mail.Messages.Html;

/// <summary>The charset that HTML names for itself (HTML §13.2.3.2), for parts whose header names none.</summary>
internal static class HtmlCharset
{
    private const int Searched = 1024;
    private const int MaxLabel = 40;

    /// <summary>The label, or null.</summary>
    public static string? Find(ReadOnlySpan<byte> html)
    {
        ReadOnlySpan<byte> head = html[..Math.Min(html.Length, Searched)];
        int at = head.IndexOf("charset"u8);
        if (at < 0)
        {
            at = head.IndexOf("CHARSET"u8);
        }

        if (at < 0 || head[..at].LastIndexOf((byte)'<') is var tag && (tag < 0 || !head[tag..].Slice(1).StartsWithMeta()))
        {
            return null;
        }

        ReadOnlySpan<byte> value = head[(at + 7)..].TrimStart(" \t"u8);
        if (value is not [(byte)'=', ..])
        {
            return null;
        }

        value = value[1..].TrimStart(" \t\"'"u8);
        int end = value.IndexOfAny("\"' \t;/>"u8);
        return end is <= 0 or > MaxLabel ? null : Encoding.Latin1.GetString(value[..end]);
    }

    private static bool StartsWithMeta(this ReadOnlySpan<byte> tag) => tag.Length > 4 && Ascii.EqualsIgnoreCase(tag[..4], "meta"u8);
}
