namespace MailGate.Mail.Dkim;

/// <summary>The SHA-256 of a canonical body, or of its first octets.</summary>
/// <param name="Digest">32 octets; empty when the body is shorter than what was to be hashed.</param>
/// <param name="CanonicalOctets">Octets of the whole body in canonical form.</param>
public readonly record struct BodyHash(ReadOnlyMemory<byte> Digest, long CanonicalOctets);
