using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Addresses;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Decoding;

namespace MailGate.Filtering.Checks;

/// <summary>The header: who says to have written it, its fields and its shape.</summary>
internal sealed class HeadersCheck : ICheck
{
    // RFC 5322 §3.6: at most once; MIME fields: RFC 2045 §3.
    private static readonly string[] SingleFields =
    [
        "bcc", "cc", "content-disposition", "content-transfer-encoding", "content-type", "date", "from", "in-reply-to", "message-id", "mime-version",
        "references", "reply-to", "sender", "subject", "to",
    ];

    public string Name => "headers";

    public Stage Stage => Stage.Message;

    public ValueTask RunAsync(MailContext context, CheckFindings findings, CancellationToken cancellationToken)
    {
        if (context.Message?.Header is not { } header)
        {
            findings.NoteTrouble("the header is too large to be read");
            return ValueTask.CompletedTask;
        }

        SetAuthor(findings, header, context.Authentication.From ?? header.Author);
        SetFields(findings, header, context.Environment.Time.GetUtcNow());
        SetShape(findings, header);
        return ValueTask.CompletedTask;
    }

    private static void SetAuthor(CheckFindings findings, HeaderSection header, HeaderFrom from)
    {
        List<Mailbox> found = from.Status == HeaderFromStatus.SingleAuthor ? [] : HeaderAuthors.Find(header, "From"u8);
        findings.Set(MailFacts.AuthorAddress, from.Address ?? (found.Count > 0 ? SessionFacts.AddressOf(found[0]) : ""));
        findings.Set(MailFacts.AuthorDomain, from.Domain?.Ascii ?? (found.Count > 0 ? found[0].Domain?.Ascii : ""));
        findings.Set(MailFacts.AuthorDisplayName, EncodedWords.Decode(from.DisplayName));
        findings.Set(MailFacts.AuthorCount, HeaderAuthors.Count(from, found.Count));
        List<Mailbox> replyTo = HeaderAuthors.Find(header, "Reply-To"u8);
        findings.Set(MailFacts.ReplyToDomain, replyTo.Count > 0 ? replyTo[0].Domain?.Ascii : "");
    }

    private static void SetFields(CheckFindings findings, HeaderSection header, DateTimeOffset now)
    {
        findings.Set(MailFacts.MessageHeaders, FactValue.Of((IReadOnlyList<FactObject>)[.. header.Fields.Select(field => new HeaderFieldFact(field))]));
        findings.Set(MailFacts.MessageSubject, EncodedWords.Decode(First(header, "Subject"u8) ?? ""));
        findings.Set(MailFacts.MessageMessageId, (First(header, "Message-ID"u8) ?? "").Trim('<', '>'));
        if (MessageDate.Parse(First(header, "Date"u8) ?? "") is { } date)
        {
            findings.Set(MailFacts.MessageDate, FactValue.Of(date));
            findings.Set(MailFacts.MessageAge, FactValue.Of(now - date));
        }
    }

    private static void SetShape(CheckFindings findings, HeaderSection header)
    {
        Dictionary<string, int> counts = new(StringComparer.OrdinalIgnoreCase);
        foreach (HeaderField field in header.Fields)
        {
            counts[field.Name] = counts.GetValueOrDefault(field.Name) + 1;
        }

        findings.Set(MailFacts.MessageReceivedCount, counts.GetValueOrDefault("received"));
        findings.Set(MailFacts.MessageHeaderSize, header.Raw.Length);
        findings.Set(MailFacts.MessageMalformedHeaders, header.MalformedLines);
        findings.Set(MailFacts.MessageHas8BitHeaders, header.Raw.Span.ContainsAnyExceptInRange((byte)0, (byte)127));
        findings.Set(MailFacts.MessageDuplicateHeaders, FactValue.Of((IReadOnlyList<string>)[.. SingleFields.Where(name => counts.GetValueOrDefault(name) > 1)]));
        findings.Set(
            MailFacts.MessageMissingHeaders,
            FactValue.Of((IReadOnlyList<string>)[.. ((string[])["from", "date", "message-id"]).Where(name => !counts.ContainsKey(name))]));
    }

    private static string? First(HeaderSection header, ReadOnlySpan<byte> name)
    {
        foreach (HeaderField field in header.Fields)
        {
            if (field.Is(name))
            {
                return field.Value;
            }
        }

        return null;
    }
}
