using System.Collections.Frozen;
using System.Text;

namespace MailGate.Filtering.Scoring.Features;

/// <summary>Field names by their octets.</summary>
internal static class HeaderNames
{
    private const int MaxLength = 32;

    private static readonly FrozenDictionary<string, HeaderName> ByName = new Dictionary<string, HeaderName>
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
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, HeaderName>.AlternateLookup<ReadOnlySpan<char>> BySpan = ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    public static HeaderName Find(ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxLength)
        {
            return HeaderName.Other;
        }

        Span<char> lower = stackalloc char[MaxLength];
        Ascii.ToLower(name, lower, out int length);
        return BySpan.TryGetValue(lower[..length], out HeaderName found) ? found : HeaderName.Other;
    }
}
