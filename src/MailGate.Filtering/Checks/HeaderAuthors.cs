using MailGate.Filtering.Rewriting;
using MailGate.Mail.Addresses;
using MailGate.Mail.Messages;

namespace MailGate.Filtering.Checks;

/// <summary>The addresses of a header's address fields, as rules see them.</summary>
internal static class HeaderAuthors
{
    /// <summary>All addresses in all fields of this name.</summary>
    public static List<Mailbox> Find(HeaderSection header, ReadOnlySpan<byte> name)
    {
        List<Mailbox> mailboxes = [];
        foreach (HeaderField field in header.Fields)
        {
            if (!field.Is(name))
            {
                continue;
            }

            ReadOnlySpan<byte> value = field.ValueBytes;
            foreach (Range range in HeaderAddresses.Find(value))
            {
                if (AddressParser.TryParseMailbox(value[range], allowUtf8: true, out Mailbox? mailbox, out _))
                {
                    mailboxes.Add(mailbox);
                }
            }
        }

        return mailboxes;
    }

    /// <summary>How many authors there are: 1 only where there is no doubt (ATTACKS B03).</summary>
    public static int Count(HeaderFrom from, int found) => from.Status switch
    {
        HeaderFromStatus.SingleAuthor => 1,
        HeaderFromStatus.Missing => 0,
        // Fields or lines that some reader takes for another author count, also where only one address can be read.
        HeaderFromStatus.SeveralFields or HeaderFromStatus.SeveralAuthors => Math.Max(2, found),
        HeaderFromStatus.Group or HeaderFromStatus.Malformed => found == 1 ? 0 : found,
        _ => throw new ArgumentOutOfRangeException(nameof(from)),
    };
}
