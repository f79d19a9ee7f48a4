using MailGate.Mail.Addresses;

namespace MailGate.Mail.Dkim;

/// <summary>Who signs, and with which key.</summary>
/// <param name="Domain">d=.</param>
/// <param name="Selector">s=: the record is at <c>selector._domainkey.domain</c>.</param>
/// <param name="Key">The private key.</param>
public sealed record DkimSigningKey(Domain Domain, Domain Selector, DkimPrivateKey Key)
{
    /// <summary>The name of the TXT record that verifiers ask for.</summary>
    public string RecordName => $"{Selector.Ascii}._domainkey.{Domain.Ascii}";

    /// <summary>
    /// The record as one line of a zone file (RFC 1035 §5.1), in strings of at most 255 octets.
    /// </summary>
    public string ToZoneLine() => $"{RecordName}. 3600 IN TXT {string.Join(' ', Key.RecordText.Chunk(255).Select(static part => $"\"{new string(part)}\""))}";
}
