using System.Security.Cryptography;
using MailGate.Mail.Crypto;

namespace MailGate.Mail.Dkim;

/// <summary>Makes new key pairs.</summary>
public static class DkimKeyGenerator
{
    /// <summary>The private key as PKCS #8 PEM; <see cref="DkimPrivateKey.RecordText"/> of what it reads back as is what to publish.</summary>
    /// <param name="algorithm">RSA or Ed25519.</param>
    /// <param name="rsaBits">1024 to 8192; RFC 8301 §3.2 wants 2048 or more, and 2048 is what fits one DNS answer.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size outside those, or an algorithm that nobody should sign with.</exception>
    public static string CreatePrivateKeyPem(DkimAlgorithm algorithm, int rsaBits = 2048)
    {
        if (algorithm == DkimAlgorithm.Ed25519Sha256)
        {
            byte[] seed = RandomNumberGenerator.GetBytes(Ed25519.KeyOctets);
            string pem = PrivateKeyPem.WriteEd25519(seed);
            CryptographicOperations.ZeroMemory(seed);
            return pem;
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(algorithm, DkimAlgorithm.RsaSha256);
        ArgumentOutOfRangeException.ThrowIfLessThan(rsaBits, 1024);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rsaBits, 8192);
        using RSA rsa = RSA.Create(rsaBits);
        return rsa.ExportPkcs8PrivateKeyPem();
    }
}
