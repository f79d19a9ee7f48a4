namespace MailGate.Mail.Messages;

/// <summary>What a result was based on (RFC 8601 §2.3), written <c>ptype.property=value</c>.</summary>
/// <param name="Type">Where it comes from: <c>smtp</c>, <c>header</c>, <c>body</c> or <c>policy</c>.</param>
/// <param name="Name">The property's name, such as <c>mailfrom</c> or <c>d</c>.</param>
/// <param name="Value">Its value, unquoted.</param>
public readonly record struct AuthenticationProperty(string Type, string Name, string Value);
