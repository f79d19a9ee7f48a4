using System.Net;
using MailGate.Configuration.Model;

namespace MailGate.Configuration.Sections;

/// <summary>One listener as it is written.</summary>
internal sealed record ListenerSection
{
    [Setting("ADDRESS:PORT to listen on; [::]:25 is IPv6 and IPv4.", Required = true, Example = "\"0.0.0.0:25\"")]
    public IPEndPoint Address { get; init; } = new(IPAddress.Any, 25);

    [Setting("Its name in logs and metrics.", DefaultText = "the address", Example = "mx")]
    public string? Name { get; init; }

    [Setting("none: clear text; starttls: offered; require: nothing but STARTTLS is accepted before TLS; implicit: TLS from the first byte (port 465).")]
    public ListenerTls Tls { get; init; } = ListenerTls.Starttls;

    [Setting("Ask clients for a certificate; the log has subject and SHA-256 of the one that they offer, which is not verified.")]
    public bool ClientCertificates { get; init; }

    [Setting("none: no AUTH; downstream: AUTH is passed to the server behind, over TLS only; required: the same, and MAIL is refused without it (port 587 or 465).")]
    public ListenerAuth Auth { get; init; }

    [Setting("What a bare CR, bare LF or NUL in a message does: refuse it, or normalize it: LF to CRLF, CR and NUL to a blank.")]
    public LineEndings LineEndings { get; init; }

    [Setting("off: never; trusted: peers of trusted.proxy_protocol must send a PROXY header, others must not; require: only such peers may connect.")]
    public ProxyProtocolMode ProxyProtocol { get; init; } = ProxyProtocolMode.Trusted;

    [Setting("Offer XCLIENT to peers of trusted.xclient.")]
    public bool Xclient { get; init; } = true;

    [Setting("The reply to VRFY: 252 (cannot verify, will try) or 502 (not implemented).")]
    public VrfyReply Vrfy { get; init; }

    [Setting("The reply to EXPN: 252 or 502.")]
    public VrfyReply Expn { get; init; } = VrfyReply.NotImplemented;

    [Setting("strict: 554 and close for a client that talks before the greeting or past the end of a command group (RFC 2920 section 3.1); lenient: its commands wait.")]
    public Pipelining Pipelining { get; init; }

    [Setting("Limits that differ on this listener.")]
    public ListenerLimitSection Limits { get; init; } = new();
}
