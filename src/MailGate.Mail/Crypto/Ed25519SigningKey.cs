namespace MailGate.Mail.Crypto;

/// <summary>An Ed25519 private key that signs as RFC 8463 §3 says: the SHA-256 hash is the message.</summary>
internal sealed class Ed25519SigningKey(EvpKeyHandle key) : SigningKey
{
    public override int Bits => 256;

    public override byte[] PublicKey { get; } = Ed25519.ExportPublicKey(key);

    public override byte[] Sign(ReadOnlySpan<byte> sha256) => Ed25519.Sign(key, sha256);
}
