using MailGate.Configuration.Model;
using MailGate.Configuration.Values;
using MailGate.Mail.Addresses;

namespace MailGate.Configuration.Sections;

/// <summary>A key that signs or seals, as it is written.</summary>
internal sealed record SigningKeySection
{
    [Setting("The domain that signs (d=): mail whose author is in it or below it.", Required = true, Example = "example.com")]
    public Domain? Domain { get; init; }

    [Setting("The selector (s=): the key's record is SELECTOR._domainkey.DOMAIN.", Required = true, Example = "s2026")]
    public string? Selector { get; init; }

    [Setting("PEM file with the private key, RSA or Ed25519. It is read again when it changes.", Required = true, Example = "/etc/mailgate/dkim/s2026.key")]
    public FilePath? Key { get; init; }

    [Setting("auto: what the key is for.")]
    public SigningAlgorithm Algorithm { get; init; }
}
