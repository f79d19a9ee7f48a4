using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace MailGate.Mail.Crypto;

/// <summary>Private keys as text: PKCS #1 and PKCS #8 for RSA, PKCS #8 for Ed25519 (RFC 7468, RFC 8410).</summary>
internal static class PrivateKeyPem
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";
    private const string IdEd25519 = "1.3.101.112";

    /// <summary>Reads the first private key of a PEM text; false, with a reason that says what is there instead.</summary>
    public static bool TryRead(ReadOnlySpan<char> pem, [NotNullWhen(true)] out SigningKey? key, [NotNullWhen(false)] out string? error)
    {
        key = null;
        error = "it holds no PEM block (-----BEGIN PRIVATE KEY-----)";
        while (PemEncoding.TryFind(pem, out PemFields fields))
        {
            ReadOnlySpan<char> label = pem[fields.Label];
            byte[] der = Convert.FromBase64String(pem[fields.Base64Data].ToString());
            try
            {
                key = label switch
                {
                    "PRIVATE KEY" => ReadPkcs8(der, ref error),
                    "RSA PRIVATE KEY" => ReadRsa(rsa => rsa.ImportRSAPrivateKey(der, out _), ref error),
                    _ => Refuse(label, ref error),
                };
            }
            catch (Exception exception) when (exception is CryptographicException or AsnContentException)
            {
                error = $"its private key cannot be read: {exception.Message}";
            }
            finally
            {
                CryptographicOperations.ZeroMemory(der);
            }

            if (key is not null)
            {
                return true;
            }

            pem = pem[fields.Location.End..];
        }

        return false;
    }

    /// <summary>An Ed25519 seed as PKCS #8 (RFC 8410 §7).</summary>
    public static string WriteEd25519(ReadOnlySpan<byte> seed)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(IdEd25519);
            }

            using (writer.PushOctetString())
            {
                writer.WriteOctetString(seed);
            }
        }

        return PemEncoding.WriteString("PRIVATE KEY", writer.Encode());
    }

    private static SigningKey? ReadPkcs8(byte[] der, ref string error)
    {
        // RFC 5958 §2: version, algorithm, key; what may follow (attributes, the public key) is not needed.
        AsnReader info = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        _ = info.ReadInteger();
        string algorithm = info.ReadSequence().ReadObjectIdentifier();
        if (algorithm == IdEd25519)
        {
            byte[] seed = new AsnReader(info.ReadOctetString(), AsnEncodingRules.BER).ReadOctetString();
            return new Ed25519SigningKey(Ed25519.ImportSeed(seed));
        }

        if (algorithm == RsaEncryption)
        {
            return ReadRsa(rsa => rsa.ImportPkcs8PrivateKey(der, out _), ref error);
        }

        error = $"its private key is neither RSA nor Ed25519 (algorithm {algorithm})";
        return null;
    }

    private static RsaSigningKey? ReadRsa(Action<RSA> import, ref string error)
    {
        using RSA rsa = RSA.Create();
        import(rsa);
        if (rsa.KeySize >= 1024)
        {
            return new RsaSigningKey(rsa);
        }

        // RFC 8301 §3.2: signers must use at least 1024 bits.
        error = $"its RSA key has {rsa.KeySize} bits; signatures with less than 1024 are refused everywhere";
        return null;
    }

    private static SigningKey? Refuse(ReadOnlySpan<char> label, ref string error)
    {
        error = label switch
        {
            "ENCRYPTED PRIVATE KEY" => "its private key is encrypted; store it without a passphrase, readable by this service only",
            "PUBLIC KEY" or "RSA PUBLIC KEY" or "CERTIFICATE" => "it holds a public key; the private one is needed",
            "EC PRIVATE KEY" => "its private key is an elliptic-curve key that DKIM does not know; use RSA or Ed25519",
            "OPENSSH PRIVATE KEY" => "its private key is in OpenSSH's own format; convert it to PKCS #8",
            _ => "it holds no private key",
        };
        return null;
    }
}
