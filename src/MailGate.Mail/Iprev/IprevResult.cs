using System.Net;
using MailGate.Mail.Addresses;

namespace MailGate.Mail.Iprev;

/// <summary>The outcome of an iprev check.</summary>
/// <param name="Code">The result.</param>
/// <param name="Address">The client's address.</param>
/// <param name="Hostname">The name that leads back to the address; for another result than pass the first name that the address claims, or null.</param>
public sealed record IprevResult(IprevResultCode Code, IPAddress Address, Domain? Hostname)
{
    /// <summary>The name when it is verified, else null.</summary>
    public Domain? VerifiedHostname => Code == IprevResultCode.Pass ? Hostname : null;
}
