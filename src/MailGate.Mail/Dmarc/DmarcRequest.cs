using MailGate.Mail.Messages;

namespace MailGate.Mail.Dmarc;

/// <summary>What DMARC decides on.</summary>
/// <param name="From">The message's author.</param>
/// <param name="Spf">
/// The SPF result of the MAIL FROM identity, which is the HELO name only when the reverse-path is null (RFC 7208 §2.4, ATTACKS B01); null
/// when there is none.
/// </param>
/// <param name="Dkim">Every signature that was checked.</param>
public sealed record DmarcRequest(HeaderFrom From, DmarcIdentifier? Spf, IReadOnlyList<DmarcIdentifier> Dkim);
