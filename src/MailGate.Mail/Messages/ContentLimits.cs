using MailGate.Mail.Messages.Attachments;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages;

/// <summary>How much of a message's content is looked at. What lies beyond is reported, never an error.</summary>
public sealed record ContentLimits
{
    /// <summary>The limits that apply when nothing else is said.</summary>
    public static ContentLimits Default { get; } = new();

    /// <summary>Limits of the structure, also of messages found in encoded parts.</summary>
    public MimeLimits Mime { get; init; } = MimeLimits.Default;

    /// <summary>Decoded octets of one text part.</summary>
    public int TextBytes { get; init; } = 256 * 1024;

    /// <summary>Decoded octets of all text parts.</summary>
    public int TextBytesInAll { get; init; } = 1024 * 1024;

    /// <summary>Different addresses.</summary>
    public int Urls { get; init; } = 500;

    /// <summary>Encoded octets of a document that is searched for addresses along with the text.</summary>
    public int LinkedDocumentBytes { get; init; } = 3 * 1024 * 1024;

    /// <summary>What looking into attachments may cost.</summary>
    public AttachmentLimits Attachments { get; init; } = AttachmentLimits.Default;

    /// <summary>Levels of encoded messages and multiparts within each other.</summary>
    public int EncodedDepth { get; init; } = 4;

    /// <summary>Decoded octets of one encoded message or multipart that are searched for parts.</summary>
    public long EncodedBytes { get; init; } = 64L * 1024 * 1024;
}
