namespace MailGate.Filtering.Rules.Testing;

/// <summary>A message for a rule test, with the envelope that it came with.</summary>
/// <param name="Content">The message as it would be received.</param>
public sealed record RuleTestMessage(ReadOnlyMemory<byte> Content, string Ip, string Helo, string MailFrom, IReadOnlyList<string> RcptTo);
