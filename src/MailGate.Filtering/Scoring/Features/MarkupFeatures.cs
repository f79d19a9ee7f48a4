using MailGate.Mail.Messages;

namespace MailGate.Filtering.Scoring.Features;

/// <summary>The form of HTML: which elements follow each other, and which attributes they have. Programs that send write it, and not their users.</summary>
internal static class MarkupFeatures
{
    private const int MaxLength = 6000;
    private const int MaxTags = 150;
    private const int MaxName = 12;

    public static void Read<TSink>(MessageContent content, TSink sink)
        where TSink : IFeatureSink
    {
        foreach (TextPart part in TextSample.Choose(content.Texts))
        {
            if (part.IsHtml)
            {
                Read(part.Text.AsSpan(0, Math.Min(part.Text.Length, MaxLength)), sink);
                return;
            }
        }
    }

    private static void Read<TSink>(ReadOnlySpan<char> html, TSink sink)
        where TSink : IFeatureSink
    {
        Span<char> pair = stackalloc char[(2 * MaxName) + 1];
        int previous = 0;
        for (int tags = 0; tags < MaxTags; tags++)
        {
            int open = html.IndexOf('<');
            if (open < 0)
            {
                return;
            }

            html = html[(open + 1)..];
            int end = html.IndexOf('>');
            ReadOnlySpan<char> tag = end < 0 ? html : html[..end];
            int length = Math.Min(tag.IndexOfAny(" \t\r\n/>") is var stop and > 0 ? stop : tag.Length, MaxName);
            if (length == 0 || !(char.IsAsciiLetter(tag[0]) || tag[0] is '/' or '!'))
            {
                continue;
            }

            pair[previous] = '>';
            tag[..length].CopyTo(pair[(previous + 1)..]);
            sink.Header("tags", pair[..(previous + 1 + length)]);
            Attributes(tag[length..], tag[..length], sink);
            tag[..length].CopyTo(pair);
            previous = length;
            html = end < 0 ? [] : html[(end + 1)..];
        }
    }

    private static void Attributes<TSink>(ReadOnlySpan<char> text, ReadOnlySpan<char> tag, TSink sink)
        where TSink : IFeatureSink
    {
        Span<char> name = stackalloc char[(2 * MaxName) + 12];
        for (int i = 0; i < 8; i++)
        {
            text = text.TrimStart(" \t\r\n/");
            int equals = text.IndexOf('=');
            if (equals <= 0)
            {
                return;
            }

            int length = Math.Min(equals, MaxName);
            tag.CopyTo(name);
            name[tag.Length] = ' ';
            text[..length].CopyTo(name[(tag.Length + 1)..]);
            int written = tag.Length + 1 + length;
            text = text[(equals + 1)..].TrimStart();
            bool quoted = text is ['"' or '\'', ..];
            int close = quoted ? text[1..].IndexOf(text[0]) + 1 : text.IndexOfAny(" \t\r\n");
            ReadOnlySpan<char> value = close < 0 ? text : text[(quoted ? 1 : 0)..Math.Max(close, quoted ? 1 : 0)];
            // How it is quoted, and short values such as sizes, colours and alignments.
            name[written++] = quoted ? text[0] : '=';
            if (value.Length is > 0 and <= 8)
            {
                value.CopyTo(name[written..]);
                written += value.Length;
            }

            sink.Header("attribute", name[..written]);
            text = close <= 0 ? [] : text[Math.Min(text.Length, close + 1)..];
        }
    }
}
