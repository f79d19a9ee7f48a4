using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client;

/// <summary>MAIL as it goes to a downstream (RFC 5321 §4.1.1.2).</summary>
/// <param name="ReversePath">The address without brackets; empty for the null reverse-path.</param>
/// <param name="Parameters">The parameters to send, and only those.</param>
public sealed record MailCommand(string ReversePath, MailParameters Parameters);
