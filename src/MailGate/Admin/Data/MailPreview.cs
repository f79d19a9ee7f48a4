using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Attachments;
using MailGate.Mail.Messages.Decoding;

namespace MailGate.Admin.Data;

/// <summary>
/// A stored message as something to look at: its header, its texts as text, HTML as what it shows and as its source, and the names of what is attached. Nothing
/// in it is ever run, rendered or fetched. Bounded: of a large message only its beginning is read.
/// </summary>
/// <param name="IsCut">The message is larger than what was read.</param>
internal sealed record MailPreview(
    string Subject, IReadOnlyList<HeaderPreview> Headers, IReadOnlyList<TextPreview> Texts, IReadOnlyList<AttachmentPreview> Attachments, IReadOnlyList<string> Links, bool IsCut)
{
    private const int MaxOctets = 4 << 20;
    private const int MaxHeaders = 200;
    private const int MaxValue = 4000;
    private const int MaxText = 200_000;
    private const int MaxTexts = 20;
    private const int MaxAttachments = 200;
    private const int MaxLinks = 100;

    /// <summary>Reads the message in a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<MailPreview> ReadAsync(Stream message, CancellationToken cancellationToken)
    {
        byte[] octets = new byte[(int)Math.Min(message.Length, MaxOctets)];
        int length = await message.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancellationToken);
        return Of(octets.AsMemory(0, length), message.Length > MaxOctets);
    }

    /// <summary>Reads a message, or its beginning.</summary>
    public static MailPreview Of(ReadOnlyMemory<byte> octets, bool isCut)
    {
        MessageContent content = MessageContent.Read(octets);
        return new MailPreview(
            Shortened(content.Subject),
            [.. content.Headers.Fields.Take(MaxHeaders).Select(field => new HeaderPreview(field.Name, Shortened(EncodedWords.Decode(field.Value))))],
            [.. content.Texts.Where(text => !text.IsAttachment).Take(MaxTexts).Select(TextPreview.Of)],
            [.. content.Attachments.Take(MaxAttachments).Select(AttachmentPreview.Of)],
            [.. content.Urls.Take(MaxLinks).Select(url => Shortened(url.Text))],
            isCut);
    }

    /// <summary>A text with line breaks as browsers take them, cut to a bounded length.</summary>
    internal static string Lines(string text)
    {
        string cut = text.Length > MaxText ? text[..MaxText] + "\n[...]" : text;
        return cut.ReplaceLineEndings("\n");
    }

    private static string Shortened(string text) => text.Length > MaxValue ? text[..MaxValue] + "..." : text;
}

/// <summary>A header field, unfolded and decoded.</summary>
internal sealed record HeaderPreview(string Name, string Value);

/// <summary>A text of a message.</summary>
/// <param name="Text">What a reader sees.</param>
/// <param name="Source">The HTML source; null for other text.</param>
internal sealed record TextPreview(string MediaType, string Text, string? Source)
{
    public static TextPreview Of(TextPart part) => new(part.MediaType, MailPreview.Lines(part.VisibleText), part.IsHtml ? MailPreview.Lines(part.Text) : null);
}

/// <summary>An attached file: what it calls itself, and what it is.</summary>
/// <param name="Notes">What is notable, such as Executable or TypeMismatch.</param>
internal sealed record AttachmentPreview(string Name, string MediaType, string Kind, long Octets, IReadOnlyList<string> Notes)
{
    public static AttachmentPreview Of(Attachment attachment) => new(
        attachment.Name, attachment.MediaType, attachment.Kind.ToString(), attachment.Size,
        attachment.Flags == AttachmentFlags.None ? [] : attachment.Flags.ToString().Split(", "));
}
