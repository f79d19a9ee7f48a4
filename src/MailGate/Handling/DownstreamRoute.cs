using System.Collections.Immutable;
using MailGate.Configuration;
using MailGate.Configuration.Sections;
using MailGate.Smtp.Client;
using MailGate.Smtp.Client.Routing;
using Route = MailGate.Smtp.Client.Routing.Route;

namespace MailGate.Handling;

/// <summary>One route as the handler uses it: its servers in client terms, and what to do where they lack something.</summary>
internal sealed class DownstreamRoute
{
    // Servers are down for hours at most; by then strangers are better deferred than refused.
    private static readonly TimeSpan StaleRecipients = TimeSpan.FromHours(6);

    public DownstreamRoute(RouteSettings settings, GatewaySettings gateway)
    {
        Settings = settings;
        Targets = [.. settings.Targets.Where(target => target.Protocol != TargetProtocol.Capture).Select(target => ToClient(target, settings, gateway))];
        Route = new Route(
            settings.Name,
            [.. settings.Targets.Where(target => target.Protocol != TargetProtocol.Capture).Zip(Targets, (target, client) => new RouteTarget(client, target.Priority, target.Weight))],
            new BridgePolicy(RefuseEightBit: settings.EightBit == EightBit.Refuse));
        RecipientTimes = new RecipientCacheTimes(settings.RecipientCache.Positive, settings.RecipientCache.Negative, StaleRecipients);
        TextPolicy = settings.ReplyText == ReplyTexts.Generic ? ReplyTextPolicy.Generic : ReplyTextPolicy.Pass;
    }

    public RouteSettings Settings { get; }

    public string Name => Settings.Name;

    /// <summary>True for the built-in capture: there is no server.</summary>
    public bool IsCapture => Targets.IsEmpty;

    /// <summary>By ascending priority.</summary>
    public ImmutableArray<DownstreamTarget> Targets { get; }

    /// <summary>The same in client terms.</summary>
    public Route Route { get; }

    public ReplyTextPolicy TextPolicy { get; }

    /// <summary>How long its servers' answers to RCPT are good for.</summary>
    public RecipientCacheTimes RecipientTimes { get; }

    private static DownstreamTarget ToClient(TargetSettings target, RouteSettings route, GatewaySettings gateway) => new()
    {
        Host = target.Host,
        Port = target.Port,
        Protocol = target.Protocol == TargetProtocol.Lmtp ? DownstreamProtocol.Lmtp : DownstreamProtocol.Smtp,
        Tls = route.Tls switch
        {
            RouteTls.None => DownstreamTls.None,
            RouteTls.Opportunistic => DownstreamTls.Opportunistic,
            RouteTls.Require => DownstreamTls.Require,
            RouteTls.Verify => DownstreamTls.Verify,
            _ => throw new ArgumentOutOfRangeException(nameof(route)),
        },
        TlsName = route.TlsName?.Ascii,
        Authorities = route.TlsAuthorities,
        Identity = route.Identity switch
        {
            Configuration.Sections.ClientIdentity.None => DownstreamIdentity.None,
            Configuration.Sections.ClientIdentity.Xclient => DownstreamIdentity.XClient,
            Configuration.Sections.ClientIdentity.Xforward => DownstreamIdentity.XForward,
            Configuration.Sections.ClientIdentity.Proxy => DownstreamIdentity.ProxyV2,
            _ => throw new ArgumentOutOfRangeException(nameof(route)),
        },
        UserName = route.Auth?.User,
        Password = route.Auth?.Password.Value,
        HeloName = gateway.Hostname.Ascii,
        Timeouts = ToClient(gateway.Timeouts),
        MaxConnections = route.Connections,
        QueueWait = gateway.Timeouts.Pool,
        IdleTimeout = route.Keep,
    };

    private static DownstreamTimeouts ToClient(TimeoutSettings timeouts) => new()
    {
        Connect = timeouts.Connect,
        Greeting = timeouts.Greeting,
        Handshake = timeouts.TlsHandshake,
        Envelope = timeouts.Command,
        Data = timeouts.Data,
        Block = timeouts.Block,
        Dot = timeouts.FinalDot,
        DotBudget = timeouts.Reply < timeouts.FinalDot ? timeouts.Reply : timeouts.FinalDot,
    };
}
