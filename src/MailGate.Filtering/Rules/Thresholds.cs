namespace MailGate.Filtering.Rules;

/// <summary>
/// Scores from which something happens to a message; null for never. As in rspamd, what is greylisted and comes again is tagged where it reaches that, too.
/// </summary>
public sealed record Thresholds(double? Reject = null, double? Quarantine = null, double? Tag = null, double? Greylist = null)
{
    /// <summary>The hardest action that a score reaches, and its threshold.</summary>
    internal (RuleAction Action, double? Reached) ActionFor(double score) =>
        score >= Reject ? (RuleAction.Reject, Reject)
        : score >= Quarantine ? (RuleAction.Quarantine, Quarantine)
        : score >= Greylist ? (RuleAction.Greylist, Greylist)
        : score >= Tag ? (RuleAction.Tag, Tag)
        : (RuleAction.None, null);
}
