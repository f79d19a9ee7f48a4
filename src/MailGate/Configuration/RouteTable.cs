using System.Collections.Immutable;
using MailGate.Configuration.Values;
using MailGate.Mail.Addresses;

namespace MailGate.Configuration;

/// <summary>Finds the route of a recipient domain: exact, then the longest wildcard, then the default.</summary>
internal sealed class RouteTable(ImmutableArray<RouteSettings> routes, DomainMap<RouteSettings> byDomain, RouteSettings? defaultRoute)
{
    /// <summary>In the order of the file.</summary>
    public ImmutableArray<RouteSettings> Routes { get; } = routes;

    /// <summary>The route for what no other one names; null when there is none.</summary>
    public RouteSettings? Default { get; } = defaultRoute;

    /// <summary>The route for a domain, or for a recipient without one (<c>postmaster</c>) when null. Null when there is no route.</summary>
    public RouteSettings? Find(Domain? domain) => domain is not null && byDomain.TryGet(domain, out RouteSettings? route) ? route : Default;
}
