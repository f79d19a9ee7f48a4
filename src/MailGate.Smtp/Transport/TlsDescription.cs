using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MailGate.Smtp.Transport;

/// <summary>What is known of a finished TLS handshake, for logs, the Received field and rules.</summary>
/// <param name="Version">Protocol version as RFC 8314 §4.3 and others write it: <c>TLSv1.3</c>.</param>
/// <param name="CipherSuite">Name of the cipher suite in the IANA registry.</param>
/// <param name="ServerName">The name asked for by SNI, or empty.</param>
/// <param name="ClientCertificateSubject">Subject of the peer's certificate, offered and not verified; null when none was offered.</param>
/// <param name="ClientCertificateSha256">Fingerprint of the peer's certificate in hex, or null.</param>
public sealed record TlsDescription(
    string Version, string CipherSuite, string ServerName, string? ClientCertificateSubject, string? ClientCertificateSha256)
{
    internal static TlsDescription Of(SslStream stream)
    {
        X509Certificate? peer = stream.RemoteCertificate;
        return new TlsDescription(
            VersionName(stream.SslProtocol),
            stream.NegotiatedCipherSuite.ToString(),
            stream.TargetHostName,
            peer?.Subject,
            peer?.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256));
    }

    private static string VersionName(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls13 => "TLSv1.3",
        SslProtocols.Tls12 => "TLSv1.2",
        _ => protocol.ToString(),
    };
}
