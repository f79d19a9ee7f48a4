using System.Text;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Decoding;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Handling.Quarantine;

/// <summary>What can be shown of a message without harm: its header, the beginning of its text, HTML reduced to what a reader would see, and what is attached.</summary>
/// <param name="Header">The fields in order, unfolded and decoded.</param>
/// <param name="Text">The text; characters that drive a terminal or a page are still in it, for who shows it to escape.</param>
/// <param name="IsTruncated">There is more text.</param>
/// <param name="Attachments">The attached files.</param>
internal sealed record QuarantinePreview(
    IReadOnlyList<QuarantinePreview.Field> Header, string Text, bool IsTruncated, IReadOnlyList<QuarantinePreview.AttachedFile> Attachments)
{
    private const int MaxText = 4000;
    private const int MaxFields = 200;
    private const int MaxFiles = 50;
    private const int BlockOctets = 64 * 1024;

    /// <summary>Reads a message.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<QuarantinePreview> ReadAsync(Stream message, CancellationToken cancellationToken)
    {
        MimeIndexer indexer = new();
        byte[] block = new byte[BlockOctets];
        while (await message.ReadAsync(block, cancellationToken) is var read and > 0)
        {
            indexer.Append(block.AsSpan(0, read));
        }

        MessageContent content = new(indexer.Complete(), new StreamBytes(message));
        string text = TextOf(content);
        return new QuarantinePreview(
            [.. content.Headers.Fields.Take(MaxFields).Select(field => new Field(field.Name, EncodedWords.Decode(field.Value)))],
            text.Length <= MaxText ? text : text[..MaxText],
            text.Length > MaxText,
            [.. content.Attachments.Take(MaxFiles).Select(file => new AttachedFile(file.Name, file.MediaType, file.Size))]);
    }

    private static string TextOf(MessageContent content)
    {
        StringBuilder all = new();
        foreach (TextPart part in content.Texts.Where(part => !part.IsAttachment))
        {
            if (all.Length > MaxText)
            {
                break;
            }

            all.Append(all.Length > 0 ? "\n\n" : "").Append(part.VisibleText.ReplaceLineEndings("\n").Trim());
        }

        return all.ToString();
    }

    /// <summary>A field of the header.</summary>
    internal sealed record Field(string Name, string Value);

    /// <summary>An attached file.</summary>
    internal sealed record AttachedFile(string Name, string MediaType, long Octets);

    private sealed class StreamBytes(Stream message) : IMessageBytes
    {
        public long Length => message.Length;

        public int Read(long offset, Span<byte> destination)
        {
            message.Position = offset;
            return message.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
    }
}
