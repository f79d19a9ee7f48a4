namespace MailGate.Filtering.Pipeline;

/// <summary>The points of a transaction at which rules are judged, in their order: what is known at one is known at all later ones.</summary>
public enum Stage
{
    /// <summary>The connection is open: address, host name and listener are known.</summary>
    Connect,

    /// <summary>The client gave its name (EHLO or HELO), and TLS and authentication are settled.</summary>
    Helo,

    /// <summary>MAIL FROM was read.</summary>
    Mail,

    /// <summary>A RCPT TO was read; judged once for each recipient.</summary>
    Rcpt,

    /// <summary>The message has been received completely; nothing has been answered yet.</summary>
    Message,
}
