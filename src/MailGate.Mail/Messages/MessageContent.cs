using MailGate.Mail.Messages.Attachments;
using MailGate.Mail.Messages.Decoding;
using MailGate.Mail.Messages.Mime;
using MailGate.Mail.Messages.Urls;

namespace MailGate.Mail.Messages;

/// <summary>
/// What a message says and carries. Everything is found when it is first asked for and kept; several threads may ask. The octets must stay
/// readable as long as this is used.
/// </summary>
public sealed class MessageContent
{
    private readonly Lock _gate = new();
    private readonly IMessageBytes _octets;
    private readonly ContentLimits _limits;
    private ContentTree? _tree;
    private IReadOnlyList<TextPart>? _texts;
    private UrlCollector? _urls;
    private IReadOnlyList<Attachment>? _attachments;
    private string? _subject;

    /// <param name="index">The index of the message that <paramref name="octets"/> is.</param>
    public MessageContent(MimeIndex index, IMessageBytes octets, ContentLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(octets);
        Index = index;
        _octets = octets;
        _limits = limits ?? ContentLimits.Default;
    }

    /// <summary>The structure of the message itself.</summary>
    public MimeIndex Index { get; }

    /// <summary>The message's own header section.</summary>
    public HeaderSection Headers => Index.Headers;

    /// <summary>What is odd or notable in the structure, also in parts that had to be decoded first.</summary>
    public MimeFlags Flags => Tree.Flags;

    /// <summary>Every part that some client would see, containers included, those found in encoded containers after the message's own.</summary>
    public IReadOnlyList<ContentPart> Parts => Tree.Parts;

    /// <summary>The first Subject, unfolded and with its encoded words decoded; empty where there is none.</summary>
    public string Subject => _subject ??= ReadSubject();

    /// <summary>The texts of the message in order, attached text files and both readings of ambiguous parts included.</summary>
    public IReadOnlyList<TextPart> Texts
    {
        get
        {
            ContentTree tree = Tree;
            lock (_gate)
            {
                return _texts ??= TextFinder.Find(tree.Parts, _limits, _gate);
            }
        }
    }

    /// <summary>The different addresses in text, HTML, header fields, text attachments and small documents, at most <see cref="ContentLimits.Urls"/>.</summary>
    public IReadOnlyList<MailUrl> Urls => (_urls ??= FindUrls()).Urls;

    /// <summary>True when the message holds more addresses than <see cref="Urls"/> lists.</summary>
    public bool HasMoreUrls => (_urls ??= FindUrls()).IsTruncated;

    /// <summary>The files it carries, uuencoded and yEnc ones in texts included, in every reading of ambiguous parts.</summary>
    public IReadOnlyList<Attachment> Attachments
    {
        get
        {
            ContentTree tree = Tree;
            lock (_gate)
            {
                return _attachments ??= AttachmentFinder.Find(tree.Parts, _limits.Attachments);
            }
        }
    }

    private ContentTree Tree
    {
        get
        {
            lock (_gate)
            {
                return _tree ??= ContentTree.Build(Index, _octets, _limits);
            }
        }
    }

    /// <summary>Reads a message that lies in memory.</summary>
    public static MessageContent Read(ReadOnlyMemory<byte> message, ContentLimits? limits = null)
    {
        MimeIndex index = MimeIndex.Read(message.Span, limits?.Mime);
        return new MessageContent(index, new MemoryMessageBytes(message), limits);
    }

    private string ReadSubject()
    {
        foreach (HeaderField field in Headers.Fields)
        {
            if (field.Is("Subject"u8))
            {
                return EncodedWords.Decode(field.Value);
            }
        }

        return "";
    }

    private UrlCollector FindUrls()
    {
        UrlCollector collector = new(_limits.Urls);
        HeaderUrls.AddTo(collector, Headers);
        foreach (TextPart text in Texts)
        {
            UrlSources extra = text.IsAttachment ? UrlSources.Attachment : UrlSources.None;
            if (text.Html is { } html)
            {
                collector.AddHtml(html, extra);
            }
            else
            {
                collector.AddText(text.Text, UrlSources.Text | extra);
            }
        }

        foreach (ContentPart part in Parts)
        {
            // RFC 2017: message/external-body names where its content lies.
            if ((part.Mime.Flags & MimeFlags.ExternalBody) != 0)
            {
                collector.AddText(part.Header.ContentType, UrlSources.Header);
            }
        }

        AddDocuments(collector);
        return collector;
    }

    // Links in small documents: mail that only says "see the attached invoice" has its link there.
    private void AddDocuments(UrlCollector collector)
    {
        if (!Parts.Any(part => part.Mime.MediaType.StartsWith("application/", StringComparison.Ordinal)))
        {
            return;
        }

        foreach (Attachment attachment in Attachments)
        {
            bool isDocument = attachment.MediaType == "application/pdf" || attachment.Extensions.Any(extension => extension is "pdf" or "docx" or "docm" or "xlsx" or "xlsm" or "pptx" or "pptm");
            if (isDocument && attachment.Part.Mime.BodyLength <= _limits.LinkedDocumentBytes)
            {
                foreach (string address in attachment.Urls)
                {
                    collector.Add(address, UrlSources.Document);
                }
            }
        }
    }
}
