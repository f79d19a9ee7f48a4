using MailGate.Configuration.Model;
using MailGate.Configuration.Values;
using MailGate.Mail.Addresses;

namespace MailGate.Configuration.Sections;

/// <summary>SPF, DKIM, DMARC, ARC and what is made of them.</summary>
internal sealed record SenderAuthenticationSettings
{
    [Setting("The name in Authentication-Results (RFC 8601).", DefaultText = "hostname", Example = "example.com")]
    public Domain? AuthservId { get; init; }

    [Setting("Check SPF (RFC 7208).")]
    public bool Spf { get; init; } = true;

    [Setting("Verify DKIM signatures (RFC 6376).")]
    public bool Dkim { get; init; } = true;

    [Setting("Evaluate DMARC (RFC 9989); needs spf or dkim.")]
    public bool Dmarc { get; init; } = true;

    [Setting("Validate ARC chains (RFC 8617).")]
    public bool Arc { get; init; } = true;

    [Setting("Check that the client's name and address confirm each other (iprev, RFC 8601 section 2.7.3).")]
    public bool Iprev { get; init; } = true;

    [Setting("Domains whose ARC seal may override a DMARC failure.", Example = "[ lists.example.net ]")]
    public IReadOnlyList<Domain> TrustedSealers { get; init; } = [];

    [Setting("A result of temperror: ignore it, or defer the message with 451 4.4.3.")]
    public DnsFailure OnDnsFailure { get; init; }

    [Setting("Also write Received-SPF.")]
    public bool ReceivedSpf { get; init; }

    [Setting("A public suffix list for DMARC's organizational domain as in RFC 7489.", DefaultText = "none: the tree walk of RFC 9989", Example = "/usr/share/publicsuffix/public_suffix_list.dat")]
    public FilePath? PublicSuffixList { get; init; }
}
