using System.Net;
using System.Net.Security;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Session;

/// <summary>What a listener is and does. Immutable: a session keeps the settings that it began with.</summary>
public sealed record SmtpListenerSettings
{
    /// <summary>Name in logs and metrics.</summary>
    public required string Name { get; init; }

    /// <summary>Where to listen; port 0 takes a free one.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>The name that this server greets with.</summary>
    public required string Hostname { get; init; }

    /// <summary>How TLS is used.</summary>
    public TlsMode Tls { get; init; } = TlsMode.None;

    /// <summary>Chooses certificate and options after the client's hello; null where there is no certificate.</summary>
    public ServerOptionsSelectionCallback? TlsOptions { get; init; }

    /// <summary>Whether AUTH is offered.</summary>
    public AuthMode Auth { get; init; } = AuthMode.None;

    /// <summary>What becomes of bare CR, bare LF and NUL in messages.</summary>
    public LineEndingPolicy LineEndings { get; init; } = LineEndingPolicy.Refuse;

    /// <summary>Reply to VRFY.</summary>
    public VerifyReply Vrfy { get; init; } = VerifyReply.CannotVerify;

    /// <summary>Reply to EXPN.</summary>
    public VerifyReply Expn { get; init; } = VerifyReply.NotImplemented;

    /// <summary>
    /// True when a client that does not wait where it must is turned away with 554: before the greeting, and after commands that end a group
    /// (RFC 2920 §3.1).
    /// </summary>
    public bool IsPipeliningStrict { get; init; }

    /// <summary>Peers that must begin with a PROXY protocol header.</summary>
    public IReadOnlyList<IPNetwork> ProxyProtocolPeers { get; init; } = [];

    /// <summary>True when nobody but <see cref="ProxyProtocolPeers"/> may connect.</summary>
    public bool IsProxyProtocolRequired { get; init; }

    /// <summary>Peers that may use XCLIENT.</summary>
    public IReadOnlyList<IPNetwork> XClientPeers { get; init; } = [];

    /// <summary>Bounds.</summary>
    public SmtpLimits Limits { get; init; } = new();
}
