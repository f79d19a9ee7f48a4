namespace MailGate.Smtp.Client.Routing;

/// <summary>A target's place in a route.</summary>
/// <param name="Target">The server.</param>
/// <param name="Priority">Lower ones are used first, as with MX records (RFC 5321 §5.1).</param>
/// <param name="Weight">Share of the transactions among targets of one priority (RFC 2782); at least 1.</param>
public sealed record RouteTarget(DownstreamTarget Target, int Priority = 10, int Weight = 1);
