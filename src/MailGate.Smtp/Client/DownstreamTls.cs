namespace MailGate.Smtp.Client;

/// <summary>How much TLS a downstream is spoken to with.</summary>
public enum DownstreamTls
{
    /// <summary>Never.</summary>
    None,

    /// <summary>When offered, with any certificate; in clear when that fails (RFC 7435).</summary>
    Opportunistic,

    /// <summary>Always, with any certificate.</summary>
    Require,

    /// <summary>Always, with a certificate that is valid and names the host.</summary>
    Verify,
}
