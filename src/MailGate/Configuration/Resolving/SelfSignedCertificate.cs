using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailGate.Mail.Addresses;

namespace MailGate.Configuration.Resolving;

/// <summary>The certificate where none is configured. One a name and process, so that a reload does not change it.</summary>
internal static class SelfSignedCertificate
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(3650);
    private static readonly ConcurrentDictionary<Domain, Lazy<X509Certificate2>> Made = new();

    public static X509Certificate2 For(Domain hostname, TimeProvider time) => Made.GetOrAdd(hostname, h => new Lazy<X509Certificate2>(() => Create(h, time.GetUtcNow()))).Value;

    private static X509Certificate2 Create(Domain hostname, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN={hostname}"), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(hostname.Ascii);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        // id-kp-serverAuth.
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        return request.CreateSelfSigned(now.AddDays(-1), now + Validity);
    }
}
