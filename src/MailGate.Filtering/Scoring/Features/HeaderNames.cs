using System.Text;

namespace MailGate.Filtering.Scoring.Features;

/// <summary>Field names by their octets.</summary>
internal static class HeaderNames
{
    private const int MaxLength = 32;

    private static readonly Dictionary<string, HeaderName> ByName = new()
    {
        ["from"] = HeaderName.From, ["sender"] = HeaderName.Sender, ["reply-to"] = HeaderName.ReplyTo, ["to"] = HeaderName.To, ["cc"] = HeaderName.Cc, ["bcc"] = HeaderName.Bcc,
        ["subject"] = HeaderName.Subject, ["date"] = HeaderName.Date, ["message-id"] = HeaderName.MessageId, ["in-reply-to"] = HeaderName.InReplyTo,
        ["references"] = HeaderName.References, ["mime-version"] = HeaderName.MimeVersion, ["content-type"] = HeaderName.ContentType,
        ["content-transfer-encoding"] = HeaderName.TransferEncoding, ["content-language"] = HeaderName.ContentLanguage, ["organization"] = HeaderName.Organization,
        ["user-agent"] = HeaderName.UserAgent, ["x-mailer"] = HeaderName.XMailer, ["x-priority"] = HeaderName.XPriority, ["x-msmail-priority"] = HeaderName.XMsMailPriority,
        ["x-mimeole"] = HeaderName.XMimeOle, ["importance"] = HeaderName.Importance, ["priority"] = HeaderName.Priority, ["auto-submitted"] = HeaderName.AutoSubmitted,
        ["list-unsubscribe"] = HeaderName.ListUnsubscribe, ["list-unsubscribe-post"] = HeaderName.ListUnsubscribePost, ["feedback-id"] = HeaderName.FeedbackId,
        ["dkim-signature"] = HeaderName.DkimSignature, ["domainkey-signature"] = HeaderName.DomainKeySignature, ["thread-topic"] = HeaderName.ThreadTopic,
        ["thread-index"] = HeaderName.ThreadIndex, ["accept-language"] = HeaderName.AcceptLanguage, ["disposition-notification-to"] = HeaderName.DispositionNotificationTo,
        ["errors-to"] = HeaderName.ErrorsTo, ["x-sender"] = HeaderName.XSender, ["x-originating-ip"] = HeaderName.XOriginatingIp, ["x-php-script"] = HeaderName.XPhpScript,
        ["x-php-originating-script"] = HeaderName.XPhpScript, ["x-report-abuse"] = HeaderName.XReportAbuse,
    };

    // Names of one length are few, and most fields of a message have none of them.
    private static readonly (byte[] Octets, HeaderName Name)[][] ByLength =
        [.. Enumerable.Range(0, MaxLength + 1).Select(length => ByName.Where(p => p.Key.Length == length).Select(p => (Encoding.ASCII.GetBytes(p.Key), p.Value)).ToArray())];

    public static HeaderName Find(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return HeaderName.Other;
        }

        int first = name[0] | 0x20;
        foreach ((byte[] octets, HeaderName found) in ByLength[name.Length])
        {
            if (octets[0] == first && Ascii.EqualsIgnoreCase(octets, name))
            {
                return found;
            }
        }

        return HeaderName.Other;
    }
}
