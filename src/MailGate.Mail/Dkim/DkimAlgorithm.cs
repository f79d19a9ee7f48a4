namespace MailGate.Mail.Dkim;

/// <summary>A signing algorithm (RFC 6376 §3.3, RFC 8463 §3).</summary>
public enum DkimAlgorithm
{
    /// <summary>RSA with SHA-1: recognised, never accepted, never made (RFC 8301 §3.1).</summary>
    RsaSha1,

    /// <summary>RSA PKCS #1 v1.5 with SHA-256.</summary>
    RsaSha256,

    /// <summary>Ed25519 over the SHA-256 hash.</summary>
    Ed25519Sha256,
}
