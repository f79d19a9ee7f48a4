using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client;

/// <summary>RCPT as it goes to a downstream (RFC 5321 §4.1.1.3).</summary>
/// <param name="ForwardPath">The address without brackets.</param>
/// <param name="Parameters">The parameters to send, and only those.</param>
public sealed record RcptCommand(string ForwardPath, RcptParameters Parameters);
