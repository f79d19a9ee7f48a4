namespace MailGate.Smtp.Session;

/// <summary>How a listener uses TLS.</summary>
public enum TlsMode
{
    /// <summary>Not offered.</summary>
    None,

    /// <summary>Offered by STARTTLS; mail is taken in clear too (RFC 3207 §4: a public MX must).</summary>
    StartTls,

    /// <summary>Offered by STARTTLS; MAIL is refused before it.</summary>
    Require,

    /// <summary>From the first octet on (RFC 8314 §3.3).</summary>
    Implicit,
}
