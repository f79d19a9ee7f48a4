using System.Security.Cryptography;

namespace MailGate.Mail.Crypto;

/// <summary>An RSA private key with PKCS #1 v1.5 and SHA-256 (RFC 6376 §3.3.2).</summary>
internal sealed class RsaSigningKey : SigningKey
{
    private readonly RsaPool _pool;

    /// <summary>Takes the key over from an imported object.</summary>
    public RsaSigningKey(RSA rsa)
    {
        Bits = rsa.KeySize;
        PublicKey = rsa.ExportSubjectPublicKeyInfo();
        _pool = new RsaPool(rsa.ExportParameters(includePrivateParameters: true));
    }

    public override int Bits { get; }

    public override byte[] PublicKey { get; }

    public override byte[] Sign(ReadOnlySpan<byte> sha256)
    {
        RSA rsa = _pool.Rent();
        try
        {
            return rsa.SignHash(sha256, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        finally
        {
            _pool.Return(rsa);
        }
    }
}
