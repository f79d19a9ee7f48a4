using System.Diagnostics.CodeAnalysis;
using MailGate.Mail.Crypto;

namespace MailGate.Mail.Dkim;

/// <summary>A private key for DKIM signatures and ARC seals: RSA or Ed25519. Threads may share it.</summary>
public sealed class DkimPrivateKey
{
    private readonly SigningKey _key;

    private DkimPrivateKey(SigningKey key) => _key = key;

    /// <summary>The algorithm that it signs with.</summary>
    public DkimAlgorithm Algorithm => _key is Ed25519SigningKey ? DkimAlgorithm.Ed25519Sha256 : DkimAlgorithm.RsaSha256;

    /// <summary>Size of the key.</summary>
    public int Bits => _key.Bits;

    /// <summary>The text of the TXT record to publish (RFC 6376 §3.6.1, RFC 8463 §4).</summary>
    public string RecordText =>
        $"v=DKIM1; k={(_key is Ed25519SigningKey ? "ed25519" : "rsa")}; p={Convert.ToBase64String(_key.PublicKey)}";

    /// <summary>
    /// Reads a PEM text: PKCS #1 or PKCS #8 for RSA, PKCS #8 for Ed25519. False, with a reason that completes "the key file cannot be used:",
    /// for anything else: encrypted or public keys, other kinds, RSA below 1024 bits.
    /// </summary>
    public static bool TryFromPem(ReadOnlySpan<char> pem, [NotNullWhen(true)] out DkimPrivateKey? key, [NotNullWhen(false)] out string? error)
    {
        key = PrivateKeyPem.TryRead(pem, out SigningKey? signingKey, out error) ? new DkimPrivateKey(signingKey) : null;
        return key is not null;
    }

    /// <summary>Reads a PEM text that must be good.</summary>
    /// <exception cref="FormatException">It is not; the message says why.</exception>
    public static DkimPrivateKey FromPem(ReadOnlySpan<char> pem) =>
        TryFromPem(pem, out DkimPrivateKey? key, out string? error) ? key : throw new FormatException("The key cannot be used: " + error + ".");

    /// <summary>Signs what hashes to these 32 octets.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> sha256) => _key.Sign(sha256);
}
