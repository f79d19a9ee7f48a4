using MailGate.Filtering.Pipeline;

namespace MailGate.Filtering.Rules;

/// <summary>A rule that hit.</summary>
/// <param name="Score">What it adds to the sum: less than the rule's own score where the cap of its group was reached.</param>
/// <param name="RawScore">The rule's own score before the cap.</param>
public sealed record RuleHit(Rule Rule, double Score, double RawScore)
{
    public string Name => Rule.Name;

    public RuleMode Mode => Rule.Mode;

    public RuleAction Action => Rule.Action;

    public Stage Stage => Rule.Stage;
}
