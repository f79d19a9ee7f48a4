using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MailGate.Tests.Common.Smtp;

/// <summary>Self-signed certificates for tests.</summary>
public static class TestCertificate
{
    /// <summary>One for localhost, made once a run.</summary>
    public static X509Certificate2 Localhost { get; } = Create("localhost");

    /// <summary>Makes one for the names given.</summary>
    public static X509Certificate2 Create(params string[] names)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder builder = new();
        foreach (string name in names)
        {
            builder.AddDnsName(name);
        }

        request.CertificateExtensions.Add(builder.Build());
        DateTimeOffset start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return request.CreateSelfSigned(start, start.AddYears(100));
    }
}
