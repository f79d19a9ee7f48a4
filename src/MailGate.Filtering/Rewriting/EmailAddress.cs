using System.Diagnostics.CodeAnalysis;
using System.Text;
using MailGate.Mail.Addresses;

namespace MailGate.Filtering.Rewriting;

/// <summary>A mailbox in its two halves, for look-ups. The local part keeps its case and its quotes; the domain is in lower case.</summary>
internal readonly record struct EmailAddress(string LocalPart, string Domain)
{
    // RFC 5321 §4.5.3.1.3: a path has 256 octets with its angle brackets.
    public const int MaxOctets = 254;

    /// <summary>Splits an address at its last <c>@</c>; false when there is none, or nothing on one of its sides.</summary>
    public static bool TrySplit(string text, out EmailAddress address)
    {
        int at = text.LastIndexOf('@');
        address = at > 0 && at < text.Length - 1 ? new EmailAddress(text[..at], text[(at + 1)..].ToLowerInvariant()) : default;
        return address.LocalPart is not null;
    }

    /// <summary>True for what may be written into an envelope or header: a Mailbox of RFC 5321 §4.1.2 that fits a path.</summary>
    public static bool IsMailbox([NotNullWhen(true)] string? text) =>
        text is not null && Encoding.UTF8.GetByteCount(text) <= MaxOctets && AddressParser.TryParseMailbox(text, out _);

    public override string ToString() => $"{LocalPart}@{Domain}";
}
