using System.Net;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Session;

/// <summary>What is known of a session's client. Changed only by the session itself.</summary>
public sealed class SessionInfo
{
    internal SessionInfo(string id, SmtpListenerSettings listener, IPEndPoint remote, IPEndPoint local, long startedAt)
    {
        Id = id;
        Listener = listener;
        Client = remote;
        Peer = remote;
        Local = local;
        StartedAt = startedAt;
    }

    /// <summary>Identifier of the session; those of its transactions begin with it.</summary>
    public string Id { get; }

    /// <summary>The listener's settings when the session began.</summary>
    public SmtpListenerSettings Listener { get; }

    /// <summary>When the session began, in the time provider's ticks.</summary>
    public long StartedAt { get; }

    /// <summary>The client: the peer itself, or whom a trusted peer named by PROXY protocol or XCLIENT.</summary>
    public IPEndPoint Client { get; internal set; }

    /// <summary>The other end of the TCP connection.</summary>
    public IPEndPoint Peer { get; }

    /// <summary>Our end of the connection, or what a PROXY header gave for it.</summary>
    public IPEndPoint Local { get; internal set; }

    /// <summary>The TLS session, or null in clear.</summary>
    public TlsDescription? Tls { get; internal set; }

    /// <summary>The argument of EHLO or HELO as given, or null before it.</summary>
    public string? HeloName { get; internal set; }

    /// <summary>True after EHLO, false after HELO.</summary>
    public bool IsExtended { get; internal set; }

    /// <summary>The authenticated user, or null.</summary>
    public string? Login { get; internal set; }

    /// <summary>Client name given by XCLIENT, or null.</summary>
    public string? XClientName { get; internal set; }

    /// <summary>The protocol as <c>Received:</c> names it in its <c>with</c> clause (RFC 3848, RFC 6531 §4.3).</summary>
    /// <param name="isUtf8">True for a transaction with SMTPUTF8.</param>
    public string WithProtocol(bool isUtf8)
    {
        string security = (Tls is null ? "" : "S") + (Login is null ? "" : "A");
        return isUtf8 ? "UTF8SMTP" + security : IsExtended ? "ESMTP" + security : "SMTP";
    }
}
