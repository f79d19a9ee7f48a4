namespace MailGate.Filtering.Rules;

/// <summary>Rules that look at the same thing, so that together they may not count for more than a cap (rspamd: group with max_score).</summary>
/// <param name="MaxScore">The most that the hits of the group add to the score; null for no cap. Negative scores are not capped.</param>
public sealed record RuleGroup(string Name, double? MaxScore, string Description);
