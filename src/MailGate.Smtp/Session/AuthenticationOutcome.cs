using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session;

/// <summary>The end of a SASL exchange.</summary>
/// <param name="Reply">What the client is told.</param>
/// <param name="Login">The user, when the reply is positive.</param>
public sealed record AuthenticationOutcome(Reply Reply, string? Login);
