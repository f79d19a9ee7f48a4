using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Urls;

namespace MailGate.Filtering.Scoring.Features;

/// <summary>The header's shape and names as features: presence and order of fields, names of the author, mailer, forms of identifiers, hosts of links, parts.</summary>
internal static class HeaderFeatures
{
    private const int MaxWords = 24;
    private const int MaxLinks = 24;
    private const int MaxParts = 16;

    public static void Read<TSink>(MessageContent content, HeaderFacts facts, string subject, TSink sink)
        where TSink : IFeatureSink
    {
        Fields(content.Headers, sink);
        Author(facts, sink);
        Words("subject", subject, sink);
        Words("to", facts.To, sink);
        Words("mailer", facts.Mailer, sink);
        Shape("id", facts.MessageId, sink);
        Shape("date", facts.Date, sink);
        int zone = facts.Date.LastIndexOfAny(['+', '-']);
        sink.Header("zone", zone > 0 ? facts.Date.AsSpan(zone, Math.Min(5, facts.Date.Length - zone)) : "none");
        Shape("boundary", Boundary(facts.ContentType), sink);
        sink.Header("id.own", facts.MessageIdOrganization.Length == 0 ? "none" : facts.MessageIdOrganization == facts.Organization ? "yes" : "no");
        Parts(content, sink);
        Links(content.Urls, sink);
        MarkupFeatures.Read(content, sink);
    }

    private static void Fields<TSink>(HeaderSection header, TSink sink)
        where TSink : IFeatureSink
    {
        HeaderName previous = HeaderName.Other;
        Span<char> pair = stackalloc char[2];
        foreach (HeaderField field in header.Fields)
        {
            HeaderName name = HeaderNames.Find(field.NameBytes);
            if (name == HeaderName.Other)
            {
                continue;
            }

            pair[0] = (char)('A' + (int)previous);
            pair[1] = (char)('A' + (int)name);
            sink.Header("field", pair[1..]);
            sink.Header("order", pair);
            // Message-Id, MESSAGE-ID and MIME-version tell mailers apart.
            if (name is HeaderName.MessageId or HeaderName.MimeVersion or HeaderName.ContentType)
            {
                Spelling(field.NameBytes, sink);
            }

            previous = name;
        }
    }

    private static void Spelling<TSink>(ReadOnlySpan<byte> name, TSink sink)
        where TSink : IFeatureSink
    {
        Span<char> form = stackalloc char[12];
        int length = Math.Min(form.Length, name.Length);
        for (int i = 0; i < length; i++)
        {
            form[i] = char.IsAsciiLetterUpper((char)name[i]) ? 'U' : 'l';
        }

        sink.Header("spelt", form[..length]);
    }

    private static void Author<TSink>(HeaderFacts facts, TSink sink)
        where TSink : IFeatureSink
    {
        Words("name", facts.AuthorName, sink);
        if (facts.Author.Address is not { } address)
        {
            sink.Header("author", facts.Author.Status.ToString());
            return;
        }

        Organization("from", facts.Organization, sink);
        Words("local", facts.Author.LocalPart, sink);
        sink.Header("name.is", facts.AuthorName.Length == 0 ? "none" : facts.AuthorName.Equals(address, StringComparison.OrdinalIgnoreCase) ? "address" : "name");
        if (facts.ReplyTo.Length > 0)
        {
            Organization("reply", facts.ReplyOrganization, sink);
        }
    }

    private static void Parts<TSink>(MessageContent content, TSink sink)
        where TSink : IFeatureSink
    {
        IReadOnlyList<ContentPart> parts = content.Parts;
        for (int i = 0; i < Math.Min(parts.Count, MaxParts); i++)
        {
            ContentPart part = parts[i];
            sink.Header(i == 0 ? "root" : "part", part.Mime.MediaType);
            sink.Header("encoding", part.Mime.Encoding.ToString());
            sink.Header("charset", part.Header.Charset ?? "none");
            foreach (string name in part.Header.Names)
            {
                sink.Header("extension", name.AsSpan(Math.Max(name.LastIndexOf('.') + 1, name.Length - 8)));
            }
        }

        sink.Header("parts", Math.Min(parts.Count, 5).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void Links<TSink>(IReadOnlyList<MailUrl> urls, TSink sink)
        where TSink : IFeatureSink
    {
        string last = "";
        int count = 0;
        foreach (MailUrl url in urls)
        {
            if (url.Host.Length == 0 || url.Host == last || (url.Sources & ~(UrlSources.Header | UrlSources.Aside)) == 0)
            {
                continue;
            }

            last = url.Host;
            Organization(url.Scheme == "mailto" ? "mailto" : "link", OrganizationalName.Of(url.Host), sink);
            if (++count == MaxLinks)
            {
                break;
            }
        }
    }

    // A name under .example stands for one that was made up for the training mail.
    private static void Organization<TSink>(string kind, string organization, TSink sink)
        where TSink : IFeatureSink
    {
        ReadOnlySpan<char> top = OrganizationalName.TopLevel(organization);
        if (top is not "example")
        {
            sink.Header(kind, organization);
            sink.Header(kind == "mailto" ? "link.top" : kind + ".top", top);
        }
    }

    private static void Words<TSink>(string kind, string? text, TSink sink)
        where TSink : IFeatureSink
    {
        if (string.IsNullOrEmpty(text))
        {
            sink.Header(kind, "");
            return;
        }

        Span<char> folded = stackalloc char[256];
        folded = folded[..TextFolding.Fold(text, folded)];
        int words = 0;
        foreach (Range range in folded.SplitAny(" .,;:!?()[]<>\"/_+=|-"))
        {
            if (folded[range].Length > 0 && words++ < MaxWords)
            {
                sink.Header(kind, folded[range]);
            }
        }
    }

    // The form of an identifier: letters and digits as one each, the rest as it is.
    private static void Shape<TSink>(string kind, ReadOnlySpan<char> value, TSink sink)
        where TSink : IFeatureSink
    {
        Span<char> shape = stackalloc char[40];
        int length = 0;
        char last = '\0';
        foreach (char c in value)
        {
            char s = char.IsAsciiDigit(c) ? '0' : char.IsAsciiLetterUpper(c) ? 'A' : char.IsAsciiLetter(c) ? 'a' : c;
            if (s == '@' || length == shape.Length)
            {
                break;
            }

            if (s != last)
            {
                shape[length++] = last = s;
            }
        }

        sink.Header(kind, shape[..length]);
    }

    private static ReadOnlySpan<char> Boundary(string contentType)
    {
        int start = contentType.IndexOf("boundary=", StringComparison.OrdinalIgnoreCase);
        return start < 0 ? [] : contentType.AsSpan(start + 9).TrimStart('"');
    }
}
