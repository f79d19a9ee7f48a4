using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using MailGate.Configuration.Sections;
using MailGate.Configuration.Values;
using MailGate.Mail.Addresses;

namespace MailGate.Configuration;

/// <summary>One route, ready for use.</summary>
/// <param name="Name">Unique; a label in logs and metrics.</param>
/// <param name="Targets">By ascending priority.</param>
/// <param name="TlsAuthorities">Trusted roots, or null for the system's.</param>
internal sealed record RouteSettings(
    string Name,
    ImmutableArray<TargetSettings> Targets,
    RouteTls Tls,
    Domain? TlsName,
    X509Certificate2Collection? TlsAuthorities,
    RecipientChecks Recipients,
    RecipientCacheSettings RecipientCache,
    ClientIdentity Identity,
    RouteAuthSettings? Auth,
    ReplyTexts ReplyText,
    EightBit EightBit,
    int Connections,
    TimeSpan Keep);

/// <summary>How long a route's answers to RCPT are good for.</summary>
internal sealed record RecipientCacheSettings(TimeSpan Positive, TimeSpan Negative);

/// <summary>One server of a route.</summary>
/// <param name="Host">An address or a name; empty for capture.</param>
internal sealed record TargetSettings(string Host, int Port, TargetProtocol Protocol, int Priority, int Weight)
{
    /// <summary><c>host:port</c>, or <c>capture</c>.</summary>
    public override string ToString() => (Protocol == TargetProtocol.Capture ? Downstream.Capture : new Downstream(Host, Port)).ToString();
}

/// <summary>Credentials for a route's servers.</summary>
internal sealed record RouteAuthSettings(string User, Secret Password);

/// <summary>A key that signs or seals.</summary>
/// <param name="KeyPath">A readable PEM file.</param>
internal sealed record SigningKeySettings(Domain Domain, string Selector, string KeyPath, SigningAlgorithm Algorithm);
