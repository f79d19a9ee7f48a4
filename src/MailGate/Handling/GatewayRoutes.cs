using System.Collections.Immutable;
using MailGate.Configuration;
using MailGate.Mail.Addresses;

namespace MailGate.Handling;

/// <summary>The routes of a configuration.</summary>
internal sealed class GatewayRoutes
{
    private readonly RouteTable _table;
    private readonly ImmutableDictionary<string, DownstreamRoute> _routes;

    public GatewayRoutes(GatewaySettings settings)
    {
        _table = settings.Routes;
        _routes = settings.Routes.Routes.ToImmutableDictionary(route => route.Name, route => new DownstreamRoute(route, settings));
        Default = settings.Routes.Default is { } route ? _routes[route.Name] : _routes.Values.FirstOrDefault();
    }

    /// <summary>All routes.</summary>
    public IEnumerable<DownstreamRoute> All => _routes.Values;

    /// <summary>The default route, or the only kind of default there is: the first.</summary>
    public DownstreamRoute? Default { get; }

    /// <summary>The route of this name, or null.</summary>
    public DownstreamRoute? Named(string name) => _routes.GetValueOrDefault(name);

    /// <summary>The route of a recipient domain, or null.</summary>
    public DownstreamRoute? Of(Domain? domain) => _table.Find(domain) is { } route ? _routes[route.Name] : null;
}
