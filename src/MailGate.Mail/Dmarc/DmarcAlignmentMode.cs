namespace MailGate.Mail.Dmarc;

/// <summary>How alike an identifier must be to the author's domain (RFC 9989 §3.2.10).</summary>
public enum DmarcAlignmentMode
{
    /// <summary>The same organizational domain.</summary>
    Relaxed,

    /// <summary>The same domain.</summary>
    Strict,
}
