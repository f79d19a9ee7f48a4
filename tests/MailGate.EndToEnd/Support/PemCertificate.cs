using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MailGate.EndToEnd.Support;

/// <summary>Certificates with their keys in PEM files, as administrators have them.</summary>
internal static class PemCertificate
{
    /// <summary>Writes a self-signed certificate for <paramref name="name"/> and its key, in place of what is there.</summary>
    /// <returns>Its SHA-256 fingerprint in hex.</returns>
    public static string Write(string name, string certificateFile, string keyFile)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }
}
