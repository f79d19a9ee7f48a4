namespace MailGate.Mail.Crypto;

/// <summary>An Ed25519 key that verifies as RFC 8463 §3 says: the signature is over the SHA-256 hash, itself taken as the message.</summary>
internal sealed class Ed25519VerificationKey(EvpKeyHandle key) : VerificationKey
{
    public override int Bits => 256;

    public override bool Verify(ReadOnlySpan<byte> sha256, ReadOnlySpan<byte> signature) => Ed25519.Verify(key, sha256, signature);
}
