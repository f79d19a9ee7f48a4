using System.Net;
using MailGate.Configuration.Sections;

namespace MailGate.Configuration;

/// <summary>One SMTP listener, ready for use.</summary>
/// <param name="Name">Unique; a label in logs and metrics.</param>
/// <param name="Limits">The common limits with this listener's own put in.</param>
internal sealed record ListenerSettings(
    string Name,
    IPEndPoint Address,
    ListenerTls Tls,
    bool ClientCertificates,
    ListenerAuth Auth,
    LineEndings LineEndings,
    ProxyProtocolMode ProxyProtocol,
    bool Xclient,
    VrfyReply Vrfy,
    VrfyReply Expn,
    Pipelining Pipelining,
    LimitSettings Limits);
