namespace MailGate.Smtp.Client;

/// <summary>How far a dialogue with a downstream had come.</summary>
public enum DownstreamPhase
{
    /// <summary>Name resolution, the TCP connection, or the wait for a place in the pool.</summary>
    Connect,
    Greeting,

    /// <summary>EHLO, LHLO or HELO.</summary>
    Ehlo,

    /// <summary>STARTTLS and the handshake.</summary>
    Tls,
    Auth,

    /// <summary>XCLIENT or XFORWARD.</summary>
    Identity,

    /// <summary>RSET before a transaction, or after one that was given up.</summary>
    Reset,
    Mail,
    Rcpt,

    /// <summary>DATA up to its 354.</summary>
    Data,

    /// <summary>The message, before the final dot has left.</summary>
    Body,

    /// <summary>After the final dot: the downstream may have the message.</summary>
    Dot,
    Quit,
}
