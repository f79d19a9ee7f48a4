namespace MailGate.Tests.Handling;

/// <summary>One step: octets to send, then the reply that is expected, or something else that a client can do to a connection.</summary>
/// <param name="Octets">What is sent; empty for none.</param>
/// <param name="Expect">The reply, as the file words it; null when the file leaves it to the text.</param>
internal sealed record SmtpCaseStep(byte[] Octets, string? Expect, bool IsHandshake, bool IsShutdown, bool IsClose);
