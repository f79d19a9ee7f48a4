using System.Globalization;
using MailGate.Filtering.Rules;

namespace MailGate.Cli.Rules;

/// <summary>A rule as commands show it.</summary>
internal sealed record RuleReport(
    string Name, string Stage, string Mode, string Action, string Score, string? Group, double Sample, string When, IReadOnlyList<string> Checks, string Description, string Place)
{
    public static RuleReport Of(Rule rule) => new(
        rule.Name,
        rule.Stage.ToString().ToLowerInvariant(),
        rule.Mode.ToString().ToLowerInvariant(),
        RuleActionNames.NameOf(rule.Action),
        rule.ScoreText,
        rule.Group?.Name,
        rule.Sample,
        rule.When.Text,
        [.. rule.Checks],
        rule.Description,
        string.Create(CultureInfo.InvariantCulture, $"{rule.Place.File}:{rule.Place.Line}"));

    /// <summary>What the rule does, in a few words: <c>reject</c>, <c>+6</c>, <c>tag +2.5</c>.</summary>
    public string Effect =>
        string.Join(' ', new[] { Action == "none" ? "" : Action, Score.Length == 0 ? "" : Score[0] is '-' or '(' ? Score : "+" + Score }.Where(word => word.Length > 0));
}
