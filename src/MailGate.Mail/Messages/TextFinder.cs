using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages;

/// <summary>Tells which parts are text, in every reading of ambiguous ones, and shares out what may be decoded.</summary>
internal static class TextFinder
{
    public static List<TextPart> Find(IReadOnlyList<ContentPart> parts, ContentLimits limits, Lock gate)
    {
        List<TextPart> texts = [];
        int left = limits.TextBytesInAll;
        foreach (ContentPart part in parts)
        {
            if (!TryGetType(part, out string type, out bool isHtml))
            {
                continue;
            }

            bool isAttachment = part.Header.Disposition == "attachment" || (part.Header.Names.Count > 0 && part.Header.Disposition != "inline");
            foreach (TransferEncoding encoding in part.Mime.Encodings)
            {
                int limit = (int)Math.Min(Math.Min(limits.TextBytes, left), part.Mime.BodyLength);
                left -= limit;
                texts.Add(new TextPart(part, type, encoding, isHtml, isAttachment, limit, gate));
            }
        }

        return texts;
    }

    private static bool TryGetType(ContentPart part, out string type, out bool isHtml)
    {
        isHtml = false;
        foreach (string candidate in part.Mime.MediaTypes)
        {
            type = candidate;
            isHtml = type is "text/html" or "text/xhtml" or "application/xhtml+xml" or "image/svg+xml" or "text/xml" or "application/xml";
            bool isText = isHtml || type.StartsWith("text/", StringComparison.Ordinal)
                || type is "message/delivery-status" or "message/disposition-notification" or "message/feedback-report" or "message/external-body" or "message/partial";
            if (isText)
            {
                isHtml |= HasHtmlName(part);
                return true;
            }
        }

        type = "text/plain";
        if (part.Mime.IsContainer)
        {
            // A multipart without parts is shown as text by some clients.
            return !part.HasParts && (part.Mime.Flags & MimeFlags.UndelimitedMultipart) != 0;
        }

        isHtml = HasHtmlName(part);
        type = isHtml ? "text/html" : type;
        return isHtml || HasTextName(part);
    }

    private static bool HasHtmlName(ContentPart part) => HasExtension(part, ".htm", ".html", ".shtml", ".xhtml", ".svg");

    private static bool HasTextName(ContentPart part) => HasExtension(part, ".txt", ".csv", ".ics", ".url", ".xml");

    private static bool HasExtension(ContentPart part, params ReadOnlySpan<string> extensions)
    {
        foreach (string name in part.Header.Names)
        {
            foreach (string extension in extensions)
            {
                if (name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
