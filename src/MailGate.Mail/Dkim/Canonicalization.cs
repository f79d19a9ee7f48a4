namespace MailGate.Mail.Dkim;

/// <summary>How much a message may change in transit without breaking its signature (RFC 6376 §3.4).</summary>
public enum Canonicalization
{
    /// <summary>Nearly not at all.</summary>
    Simple,

    /// <summary>White space and the case of field names.</summary>
    Relaxed,
}
