using System.Collections.Immutable;
using MailGate.Configuration.Sections;
using MailGate.Configuration.Values;
using MailGate.Filtering.Rewriting;
using MailGate.Mail.Addresses;

namespace MailGate.Configuration;

/// <summary>
/// Everything that is configured, checked and ready for use. Immutable: a reload makes a new one, and what has begun keeps the one it began with.
/// Sections that mean what they say are the ones of the file (<c>Sections/</c>); the others are resolved here.
/// </summary>
internal sealed record GatewaySettings
{
    /// <summary>Hex digits that change when any setting does.</summary>
    public required string Hash { get; init; }

    /// <summary>True when no configuration file was found: everything goes to the capture, and only loopback clients may send.</summary>
    public required bool IsTrial { get; init; }

    public required Domain Hostname { get; init; }

    public required ImmutableArray<ListenerSettings> Listeners { get; init; }

    public required TlsSettings Tls { get; init; }

    public required DomainSet Domains { get; init; }

    /// <summary>Client networks that may send to any domain.</summary>
    public required NetworkSet RelayFrom { get; init; }

    public required bool RelayAuthenticated { get; init; }

    public required RouteTable Routes { get; init; }

    /// <summary>Peers that send a PROXY header.</summary>
    public required NetworkSet ProxyProtocolPeers { get; init; }

    /// <summary>Peers that may use XCLIENT.</summary>
    public required NetworkSet XclientPeers { get; init; }

    public required LimitSettings Limits { get; init; }

    public required TimeoutSettings Timeouts { get; init; }

    public required DnsSettings Dns { get; init; }

    public required SenderAuthenticationSettings Auth { get; init; }

    /// <summary>The name in Authentication-Results.</summary>
    public required Domain AuthservId { get; init; }

    public required ImmutableArray<SigningKeySettings> Signing { get; init; }

    public required SigningKeySettings? Sealing { get; init; }

    public required RuleSettings Rules { get; init; }

    public required SpamSettings Spam { get; init; }

    public required JournalSettings Journal { get; init; }

    public required QuarantineSettings Quarantine { get; init; }

    public required RewriteSettings Rewrite { get; init; }

    public required HeaderSettings Headers { get; init; }

    /// <summary>What the header settings want done to every message.</summary>
    public required ImmutableArray<HeaderEdit> HeaderEdits { get; init; }

    public required AdminSettings Admin { get; init; }

    public required TracingSettings Tracing { get; init; }

    public required LogSettings Log { get; init; }

    public required string DataDirectory { get; init; }

    public required TimeSpan Drain { get; init; }

    public required bool Watch { get; init; }
}
