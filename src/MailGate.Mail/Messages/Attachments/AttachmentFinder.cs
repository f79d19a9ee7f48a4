using MailGate.Mail.Messages.Decoding;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>Tells which parts are attachments, in every reading of ambiguous ones.</summary>
internal static class AttachmentFinder
{
    public static List<Attachment> Find(IReadOnlyList<ContentPart> parts, AttachmentLimits limits)
    {
        List<Attachment> attachments = [];
        InspectionBudget budget = new(limits);
        foreach (ContentPart part in parts)
        {
            bool isAttachment = IsAttachment(part, out string mediaType);
            foreach (TransferEncoding encoding in part.Mime.Encodings)
            {
                if (attachments.Count >= limits.Attachments)
                {
                    if (isAttachment)
                    {
                        attachments[^1].NoteMoreFollow();
                        return attachments;
                    }

                    continue;
                }

                DecodedContent content = new(part.Source, part.Mime.BodyOffset, part.Mime.BodyEnd, encoding);
                // Readers that end a header at the first line that is no field see more of a body.
                DecodedContent early = part.Mime.EarlyBodyOffset == part.Mime.BodyOffset ? content
                    : new DecodedContent(part.Source, part.Mime.EarlyBodyOffset, part.Mime.BodyEnd, encoding);
                if (isAttachment)
                {
                    AttachmentFlags given = (part.Mime.Encodings.Count > 1 || early != content ? AttachmentFlags.AmbiguousEncoding : 0)
                        | (part.Header.HasConflictingNames ? AttachmentFlags.ConflictingNames : 0);
                    attachments.Add(new Attachment(part, part.Header.Names, mediaType, content, given, limits, budget));
                    if (early != content && attachments.Count < limits.Attachments)
                    {
                        attachments.Add(new Attachment(part, part.Header.Names, mediaType, early, given, limits, budget));
                    }
                }

                AddEmbedded(attachments, part, early, limits, budget);
            }
        }

        return attachments;
    }

    // uuencode and yEnc stand in text, or in a part that names the encoding and so was decoded already.
    private static void AddEmbedded(List<Attachment> attachments, ContentPart part, DecodedContent content, AttachmentLimits limits, InspectionBudget budget)
    {
        if (part.Mime.IsContainer || !part.Mime.MediaTypes.Any(type => type.StartsWith("text/", StringComparison.Ordinal)))
        {
            return;
        }

        List<(long Start, TransferEncoding Encoding, string Name)> files = EmbeddedFiles.Find(content);
        for (int i = 0; i < files.Count && attachments.Count < limits.Attachments; i++)
        {
            long end = i + 1 < files.Count && files[i + 1].Start > files[i].Start ? files[i + 1].Start : content.Length;
            IReadOnlyList<string> names = files[i].Name.Length > 0 ? [files[i].Name] : [];
            attachments.Add(new Attachment(
                part, names, "application/octet-stream", new DecodedContent(content, files[i].Start, end, files[i].Encoding), AttachmentFlags.None, limits, budget));
        }
    }

    private static bool IsAttachment(ContentPart part, out string mediaType)
    {
        mediaType = part.Mime.MediaType;
        bool isNamed = part.Header.Names.Count > 0 || part.Header.Disposition == "attachment";
        if (part.Mime.IsContainer)
        {
            return isNamed && mediaType.StartsWith("message/", StringComparison.Ordinal);
        }

        foreach (string type in part.Mime.MediaTypes)
        {
            bool isShown = type.StartsWith("text/", StringComparison.Ordinal) || type.StartsWith("multipart/", StringComparison.Ordinal)
                || type is "message/delivery-status" or "message/disposition-notification" or "message/feedback-report";
            if (isNamed || !isShown)
            {
                mediaType = type;
                return true;
            }
        }

        return false;
    }
}
