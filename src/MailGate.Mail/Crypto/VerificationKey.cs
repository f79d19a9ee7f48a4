namespace MailGate.Mail.Crypto;

/// <summary>A public key that is ready to verify; threads may share it.</summary>
internal abstract class VerificationKey
{
    /// <summary>The size as people give it: the modulus of RSA, 256 for Ed25519.</summary>
    public abstract int Bits { get; }

    /// <summary>Verifies a signature over data that hashes to <paramref name="sha256"/>. Never throws for what a signature holds.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> sha256, ReadOnlySpan<byte> signature);
}
