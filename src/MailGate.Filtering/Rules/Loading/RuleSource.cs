namespace MailGate.Filtering.Rules.Loading;

/// <summary>A file of a rule set: a rule file or a list.</summary>
/// <param name="Name">As errors name it, with / between folders: <c>rules/10-authentication.yaml</c>.</param>
public sealed record RuleSource(string Name, ReadOnlyMemory<byte> Content);
