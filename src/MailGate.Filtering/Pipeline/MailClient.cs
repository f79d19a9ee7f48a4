using System.Net;

namespace MailGate.Filtering.Pipeline;

/// <summary>Who is connected.</summary>
public sealed record MailClient
{
    /// <summary>The client's address, after PROXY or XCLIENT.</summary>
    public required IPAddress Address { get; init; }

    public int Port { get; init; }

    /// <summary>The listener that took the connection, as in the configuration: <c>0.0.0.0:25</c>.</summary>
    public string Listener { get; init; } = "";

    /// <summary>True when the address is in <c>relay.from</c> of the configuration.</summary>
    public bool IsTrusted { get; init; }

    /// <summary><c>TLSv1.2</c>, <c>TLSv1.3</c>, or empty without TLS.</summary>
    public string TlsVersion { get; init; } = "";

    /// <summary>The name that the client logged in with; null when it did not.</summary>
    public string? Login { get; init; }
}
