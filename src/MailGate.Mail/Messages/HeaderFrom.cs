using MailGate.Mail.Addresses;

namespace MailGate.Mail.Messages;

/// <summary>
/// The author of a message: the one domain that DMARC protects (RFC 9989 §5.3.1). Read strictly: where two readers could see two authors
/// there is none (ATTACKS B03).
/// </summary>
/// <param name="Status">Whether there is exactly one author.</param>
/// <param name="Reason">Why there is none, in words; empty when there is one.</param>
public sealed record HeaderFrom(HeaderFromStatus Status, string Reason)
{
    /// <summary>The author's domain, null unless <see cref="Status"/> is <see cref="HeaderFromStatus.SingleAuthor"/>.</summary>
    public Domain? Domain { get; private init; }

    /// <summary>The author's local-part as written, null without an author.</summary>
    public string? LocalPart { get; private init; }

    /// <summary>The display name with quoting removed and encoded-words (RFC 2047) as they stand; empty when there is none.</summary>
    public string DisplayName { get; private init; } = "";

    /// <summary>The author's address with an A-label domain, null without an author.</summary>
    public string? Address => Domain is null ? null : $"{LocalPart}@{Domain}";

    /// <summary>Reads the From field of a message.</summary>
    public static HeaderFrom Read(HeaderSection headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        HeaderField from = default;
        int count = 0;
        foreach (HeaderField field in headers.Fields)
        {
            if (field.Is("From"u8))
            {
                from = field;
                count++;
            }
        }

        if (count > 1)
        {
            return new HeaderFrom(HeaderFromStatus.SeveralFields, $"{count} From fields");
        }

        if (HeaderFromLines.Count(headers.Raw.Span) != count)
        {
            return new HeaderFrom(HeaderFromStatus.SeveralFields, "a line that some readers take for a From field");
        }

        return count == 0 ? new HeaderFrom(HeaderFromStatus.Missing, "no From field") : Parse(from.ValueBytes);
    }

    /// <summary>Reads the value of a From field: one mailbox of RFC 5322 §3.4, with UTF-8 where RFC 6532 allows it.</summary>
    public static HeaderFrom Parse(ReadOnlySpan<byte> value) => HeaderFromParser.Parse(value);

    internal static HeaderFrom Author(string localPart, Domain domain, string displayName) =>
        new(HeaderFromStatus.SingleAuthor, "") { LocalPart = localPart, Domain = domain, DisplayName = displayName };
}
