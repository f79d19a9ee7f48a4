namespace MailGate.Smtp.Client.Routing;

/// <summary>Where the mail of some recipient domains goes.</summary>
/// <param name="Name">Unique; a label in logs and metrics.</param>
/// <param name="Targets">The servers, at least one, at most 64.</param>
/// <param name="Bridge">What to do where they lack an extension.</param>
public sealed record Route(string Name, IReadOnlyList<RouteTarget> Targets, BridgePolicy Bridge);
