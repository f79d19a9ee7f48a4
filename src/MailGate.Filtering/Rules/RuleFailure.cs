namespace MailGate.Filtering.Rules;

/// <summary>A rule that could not be judged.</summary>
/// <param name="Reason">For the administrator; empty when a fact that decides is unknown.</param>
public readonly record struct RuleFailure(Rule Rule, string Reason);
