using System.Collections.Immutable;
using MailGate.Configuration;
using MailGate.Handling.Capture;
using MailGate.Handling.Policy;
using MailGate.Mail.Addresses;
using MailGate.Observability.Metrics;
using MailGate.Smtp.Client.Routing;
using MailGate.Storage;

namespace MailGate.Handling;

/// <summary>One generation of the configuration, ready for sessions. A session keeps the one that it began with.</summary>
internal sealed class GatewayRuntime
{
    private readonly ImmutableDictionary<string, DownstreamRoute> _routes;

    public GatewayRuntime(
        GatewaySettings settings, PolicyEngine policy, DownstreamRelay downstreams, RecipientVerification verification, MaildirStore capture,
        TransactionAccounts accounts, Journal? journal, GatewayMetrics metrics, TimeProvider time)
    {
        Settings = settings;
        Policy = policy;
        Downstreams = downstreams;
        Verification = verification;
        Capture = capture;
        Quarantine = new MaildirStore(Path.Combine(settings.DataDirectory, "quarantine"), time);
        Accounts = accounts;
        Journal = journal;
        Metrics = metrics;
        PolicyMetrics = new PolicyMetrics(metrics);
        Time = time;
        Relay = new RelayPolicy(settings);
        _routes = settings.Routes.Routes.ToImmutableDictionary(route => route.Name, route => new DownstreamRoute(route, settings));
        DefaultRoute = settings.Routes.Default is { } route ? _routes[route.Name] : _routes.Values.FirstOrDefault();
        Offers = new EhloOffers(downstreams.Pool, DefaultRoute);
    }

    public GatewaySettings Settings { get; }

    /// <summary>Checks and rules.</summary>
    public PolicyEngine Policy { get; }

    public DownstreamRelay Downstreams { get; }

    /// <summary>What is known of recipients.</summary>
    public RecipientVerification Verification { get; }

    public MaildirStore Capture { get; }

    /// <summary>Where messages go that rules put aside.</summary>
    public MaildirStore Quarantine { get; }

    public TransactionAccounts Accounts { get; }

    /// <summary>Where transactions are noted; null where they are not.</summary>
    public Journal? Journal { get; }

    public GatewayMetrics Metrics { get; }

    /// <summary>What checks and rules did.</summary>
    public PolicyMetrics PolicyMetrics { get; }

    public TimeProvider Time { get; }

    public RelayPolicy Relay { get; }

    public EhloOffers Offers { get; }

    /// <summary>All routes.</summary>
    public IEnumerable<DownstreamRoute> Routes => _routes.Values;

    /// <summary>The default route, or the only kind of default there is: the first.</summary>
    public DownstreamRoute? DefaultRoute { get; }

    /// <summary>The route of this name, or null.</summary>
    public DownstreamRoute? RouteNamed(string name) => _routes.GetValueOrDefault(name);

    /// <summary>The route of a recipient domain, or null.</summary>
    public DownstreamRoute? RouteOf(Domain? domain) => Settings.Routes.Find(domain) is { } route ? _routes[route.Name] : null;
}
