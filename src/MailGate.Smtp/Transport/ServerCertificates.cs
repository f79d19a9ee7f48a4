using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MailGate.Smtp.Transport;

/// <summary>
/// The certificates of one listener, chosen by SNI (RFC 6066 §3). Immutable: new files make a new object, sessions keep theirs. Each listener has an object of
/// its own, so that a session ticket of one is no good at another (ATTACKS A15).
/// </summary>
public sealed class ServerCertificates
{
    private readonly Dictionary<string, SslServerAuthenticationOptions> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly SslServerAuthenticationOptions _default;

    /// <param name="certificates">Certificates with their keys and chains, the default one first.</param>
    /// <param name="requestClientCertificate">True to ask clients for a certificate, which is recorded and not verified.</param>
    /// <param name="requireTls13">True to refuse TLS 1.2.</param>
    public ServerCertificates(
        IReadOnlyList<(X509Certificate2 Certificate, X509Certificate2Collection Chain)> certificates, bool requestClientCertificate = false, bool requireTls13 = false)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        ArgumentOutOfRangeException.ThrowIfZero(certificates.Count);
        List<SslServerAuthenticationOptions> options = [];
        foreach ((X509Certificate2 certificate, X509Certificate2Collection chain) in certificates)
        {
            SslServerAuthenticationOptions made = Options(certificate, chain, requestClientCertificate, requireTls13);
            options.Add(made);
            foreach (string name in NamesOf(certificate))
            {
                _byName.TryAdd(name, made);
            }
        }

        _default = options[0];
    }

    /// <summary>Chooses for one handshake; an unknown name gets the default certificate, as mail clients seldom send one.</summary>
    public ValueTask<SslServerAuthenticationOptions> ChooseAsync(SslStream stream, SslClientHelloInfo hello, object? state, CancellationToken cancellationToken) =>
        new(Choose(hello.ServerName));

    internal SslServerAuthenticationOptions Choose(string serverName)
    {
        if (_byName.TryGetValue(serverName, out SslServerAuthenticationOptions? options))
        {
            return options;
        }

        int dot = serverName.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && _byName.TryGetValue("*" + serverName[dot..], out options) ? options : _default;
    }

    private static SslServerAuthenticationOptions Options(X509Certificate2 certificate, X509Certificate2Collection chain, bool requestClientCertificate, bool requireTls13) => new()
    {
        // Offline: building the chain must not make network requests out of a handshake.
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
        EnabledSslProtocols = requireTls13 ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificateRequired = requestClientCertificate,
        RemoteCertificateValidationCallback = requestClientCertificate ? (_, _, _, _) => true : null,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        AllowRenegotiation = false,
        EncryptionPolicy = EncryptionPolicy.RequireEncryption,
        // No CipherSuitesPolicy: with one, .NET makes a new OpenSSL context for every handshake, which ends session resumption. Its own list has forward
        // secrecy throughout; deploy/README.md says how to leave out CBC.
    };

    private static IEnumerable<string> NamesOf(X509Certificate2 certificate)
    {
        X509SubjectAlternativeNameExtension? names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return names is null ? [certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)] : names.EnumerateDnsNames();
    }
}
