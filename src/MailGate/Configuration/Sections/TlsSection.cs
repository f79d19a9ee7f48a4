using MailGate.Configuration.Model;
using MailGate.Configuration.Values;

namespace MailGate.Configuration.Sections;

/// <summary>TLS as it is written.</summary>
internal sealed record TlsSection
{
    [Setting("Certificates; the one whose names match what the client asks for is used, else the first. They are read again when the files change.")]
    public IReadOnlyList<CertificateSection> Certificates { get; init; } = [];

    [Setting("The lowest TLS version.")]
    public TlsVersion MinVersion { get; init; } = TlsVersion.Tls12;

    [Setting("Use a certificate made at start when none is configured. Servers that send mail to an MX accept it; mail programs do not.")]
    public bool SelfSigned { get; init; } = true;
}

/// <summary>One certificate as it is written: PEM files, or one PKCS #12 file.</summary>
internal sealed record CertificateSection
{
    [Setting("PEM file with the certificate and the chain behind it.", DefaultText = "none: pfx is needed", Example = "/etc/mailgate/mx.crt")]
    public FilePath? Cert { get; init; }

    [Setting("PEM file with the private key.", DefaultText = "the cert file", Example = "/etc/mailgate/mx.key")]
    public FilePath? Key { get; init; }

    [Setting("PKCS #12 file with certificate, chain and key.", DefaultText = "none: cert is needed", Example = "/etc/mailgate/mx.pfx")]
    public FilePath? Pfx { get; init; }

    [Setting("Password of the key or the PKCS #12 file.", DefaultText = "none", Example = "\"${file:/run/credentials/mailgate/key-password}\"")]
    public Secret? Password { get; init; }
}
