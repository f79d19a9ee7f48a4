namespace MailGate.Filtering.Rules.Loading;

/// <summary>What came of loading rules: a set, or all the mistakes in all files.</summary>
public sealed record RuleSetResult(RuleSet? RuleSet, IReadOnlyList<RuleError> Errors);
