namespace MailGate.Filtering.Rules.Loading;

/// <summary>What came of a reload.</summary>
/// <param name="Errors">Why the new set was refused; empty otherwise.</param>
public readonly record struct RuleSetReload(RuleSetReloadOutcome Outcome, IReadOnlyList<RuleError> Errors);
