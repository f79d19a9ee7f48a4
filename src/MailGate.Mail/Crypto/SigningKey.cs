namespace MailGate.Mail.Crypto;

/// <summary>A private key that is ready to sign; threads may share it.</summary>
internal abstract class SigningKey
{
    /// <summary>The size as people give it.</summary>
    public abstract int Bits { get; }

    /// <summary>The public key as p= of a key record holds it, before base64.</summary>
    public abstract byte[] PublicKey { get; }

    /// <summary>Signs data that hashes to <paramref name="sha256"/>.</summary>
    public abstract byte[] Sign(ReadOnlySpan<byte> sha256);
}
