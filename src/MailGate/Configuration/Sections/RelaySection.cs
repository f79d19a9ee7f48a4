using System.Net;
using MailGate.Configuration.Model;

namespace MailGate.Configuration.Sections;

/// <summary>Who may relay, as it is written.</summary>
internal sealed record RelaySection
{
    [Setting("Client networks that may send to any domain.", Example = "[ \"10.0.0.0/8\", \"2001:db8::/32\" ]")]
    public IReadOnlyList<IPNetwork> From { get; init; } = [];

    [Setting("Clients that authenticated may send to any domain.")]
    public bool Authenticated { get; init; } = true;
}

/// <summary>Trusted peers, as they are written.</summary>
internal sealed record TrustedSection
{
    [Setting("Load balancers that send a PROXY header, version 1 or 2, at the start of each connection.", Example = "[ \"10.0.0.2\" ]")]
    public IReadOnlyList<IPNetwork> ProxyProtocol { get; init; } = [];

    [Setting("Mail servers that may use XCLIENT.", Example = "[ \"10.0.0.3\" ]")]
    public IReadOnlyList<IPNetwork> Xclient { get; init; } = [];
}
