using MailGate.Mail.Messages;

namespace MailGate.Filtering.Scoring.Features;

/// <summary>The fields that scoring looks at, each read once.</summary>
internal sealed class HeaderFacts
{
    private HeaderFacts(HeaderFrom author) => Author = author;

    public HeaderFrom Author { get; }

    /// <summary>The author's organisation, or empty.</summary>
    public string Organization { get; private set; } = "";

    /// <summary>The author's name, folded encoded-words decoded.</summary>
    public string AuthorName { get; private set; } = "";

    /// <summary>The From field as text, for what can be read of it when it has no single author.</summary>
    public string From { get; private set; } = "";

    /// <summary>The first address of Reply-To, or empty.</summary>
    public string ReplyTo { get; private set; } = "";

    public string ReplyOrganization { get; private set; } = "";

    public string To { get; private set; } = "";

    /// <summary>The first address of To, or empty.</summary>
    public string Recipient { get; private set; } = "";

    public string MessageIdOrganization { get; private set; } = "";

    public string MessageId { get; private set; } = "";

    public string Date { get; private set; } = "";

    public string Mailer { get; private set; } = "";

    public string RawSubject { get; private set; } = "";

    public string ContentType { get; private set; } = "";

    public bool HasCc { get; private set; }

    public bool HasTo { get; private set; }

    public bool IsThreaded { get; private set; }

    public bool IsUnsubscribable { get; private set; }

    public bool IsUnsubscribableByOneClick { get; private set; }

    public bool IsAutoSubmitted { get; private set; }

    public bool IsUrgent { get; private set; }

    public bool IsSigned { get; private set; }

    public bool IsSignedByAuthor { get; private set; }

    public static HeaderFacts Read(HeaderSection header)
    {
        HeaderFrom author = header.Author;
        string organization = author.Domain is { } domain ? OrganizationalName.Of(domain.Ascii) : "";
        HeaderFacts facts = new(author) { Organization = organization, AuthorName = Mail.Messages.Decoding.EncodedWords.Decode(author.DisplayName) };
        foreach (HeaderField field in header.Fields)
        {
            facts.Read(field);
        }

        return facts;
    }

    private void Read(HeaderField field)
    {
        switch (HeaderNames.Find(field.NameBytes))
        {
            case HeaderName.From:
                From = field.Value;
                break;
            case HeaderName.ReplyTo when ReplyTo.Length == 0:
                ReplyTo = FirstAddress(field.Value);
                ReplyOrganization = OrganizationOf(ReplyTo);
                break;
            case HeaderName.To:
                HasTo = true;
                To = field.Value;
                Recipient = FirstAddress(To);
                break;
            case HeaderName.Cc:
                HasCc = true;
                break;
            case HeaderName.Subject:
                RawSubject = field.Value;
                break;
            case HeaderName.Date:
                Date = field.Value;
                break;
            case HeaderName.MessageId:
                MessageId = field.Value;
                MessageIdOrganization = OrganizationOf(MessageId.Trim('<', '>'));
                break;
            case HeaderName.XMailer or HeaderName.UserAgent:
                Mailer = field.Value;
                break;
            case HeaderName.ContentType:
                ContentType = field.Value;
                break;
            case HeaderName.InReplyTo or HeaderName.References:
                IsThreaded |= field.ValueBytes.IndexOf((byte)'@') >= 0;
                break;
            case HeaderName.ListUnsubscribe:
                IsUnsubscribable = true;
                break;
            case HeaderName.ListUnsubscribePost:
                IsUnsubscribableByOneClick = true;
                break;
            case HeaderName.AutoSubmitted:
                IsAutoSubmitted = true;
                break;
            case HeaderName.XPriority or HeaderName.Importance or HeaderName.XMsMailPriority:
                IsUrgent |= field.ValueBytes.IndexOfAny((byte)'1', (byte)'2') >= 0 || field.ValueBytes.IndexOf("igh"u8) >= 0;
                break;
            case HeaderName.DkimSignature:
                IsSigned = true;
                IsSignedByAuthor |= OrganizationOf(SigningDomain(field.ValueBytes)) == Organization;
                break;
            default:
                break;
        }
    }

    /// <summary>The first thing that is an address in a field of addresses, in lower case.</summary>
    internal static string FirstAddress(string value)
    {
        int at = value.LastIndexOf('<') is var angle and >= 0 && value.IndexOf('@', angle) is var inside and > 0 ? inside : value.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0)
        {
            return "";
        }

        int start = value.AsSpan(0, at).LastIndexOfAny(" <\t,;\"(") + 1;
        int length = value.AsSpan(at).IndexOfAny(" >\t,;\")");
        return value[start..(length < 0 ? value.Length : at + length)].ToLowerInvariant();
    }

    internal static string OrganizationOf(string address)
    {
        string domain = address[(address.LastIndexOf('@') + 1)..].TrimEnd('>', ' ', '.');
        return domain.Contains('.', StringComparison.Ordinal) ? OrganizationalName.Of(domain.ToLowerInvariant()) : "";
    }

    // RFC 6376 §3.5: d=.
    private static string SigningDomain(ReadOnlySpan<byte> value)
    {
        foreach (Range tag in value.Split((byte)';'))
        {
            ReadOnlySpan<byte> trimmed = value[tag].Trim(" \t\r\n"u8);
            if (trimmed is [(byte)'d', ..] && trimmed[1..].TrimStart(" \t\r\n"u8) is [(byte)'=', .. var domain])
            {
                return HeaderText.Unfold(domain);
            }
        }

        return "";
    }
}
