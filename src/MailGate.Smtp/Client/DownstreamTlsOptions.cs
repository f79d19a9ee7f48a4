using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MailGate.Smtp.Client;

/// <summary>TLS options towards a target. The same object is used for each connection, since resumption goes by it.</summary>
internal static class DownstreamTlsOptions
{
    private static readonly ConditionalWeakTable<DownstreamTarget, SslClientAuthenticationOptions> Made = [];

    public static SslClientAuthenticationOptions For(DownstreamTarget target) => Made.GetValue(target, Make);

    private static SslClientAuthenticationOptions Make(DownstreamTarget target)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = target.TlsName ?? target.Host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            // Revocation lists are fetched over the network, in the middle of somebody's transaction.
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (target.Tls != DownstreamTls.Verify)
        {
            // RFC 7435: encryption without authentication is better than none; who wants both says verify.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        }
        else if (target.Authorities is { } authorities)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            options.CertificateChainPolicy = policy;
        }

        return options;
    }
}
