using System.CommandLine;
using MailGate.Filtering.Rules;

namespace MailGate.Cli.Rules;

/// <summary><c>mailgate rules explain NAME</c>: one rule, its condition, what it needs to know and which checks find that out.</summary>
internal sealed class RulesExplainCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The rule" };
    private readonly Option<string?> _rules = RuleLocation.Option();
    private readonly Option<string?> _config = CommonOptions.Config();

    public Command Create() => new Command("explain", "Show a rule: condition, stage, facts and the checks that it needs") { _name, _rules, _config, CommonOptions.Json() }
        .Runs((parse, output) => Explain(RuleLocation.Load(RuleLocation.PathOf(parse, _rules, _config)), parse.GetValue(_name)!, output));

    private static int Explain(RuleSet rules, string name, Output output)
    {
        Rule rule = rules.Rules.FirstOrDefault(candidate => candidate.Name == name)
            ?? rules.Rules.FirstOrDefault(candidate => candidate.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new CliException($"there is no rule {name}; mailgate rules list shows all");
        Report report = new(
            RuleReport.Of(rule),
            rule.When.Type.ToString(),
            [.. rule.Facts.Select(fact => new FactReport(fact.Path, fact.Type.ToString(), fact.Check, fact.Doc))],
            [.. rule.Functions.Select(function => new FactReport(function.Name, function.Result.ToString(), function.Check, function.Doc))]);
        output.Write(report, _ => Print(rule, report, output));
        return ExitCode.Success;
    }

    private static void Print(Rule rule, Report report, Output output)
    {
        output.Line($"{rule.Name}: {(rule.Description.Length > 0 ? rule.Description : "no description")}");
        output.Line($"  at:     {report.Rule.Place}");
        output.Line($"  stage:  {report.Rule.Stage}");
        output.Line($"  mode:   {report.Rule.Mode}{(rule.Sample < 1 ? FormattableString.Invariant($", for {rule.Sample:0.##%} of the traffic") : "")}");
        output.Line($"  when:   {rule.When.Text}   ({report.Type})");
        output.Line($"  does:   {(report.Rule.Effect.Length > 0 ? report.Rule.Effect : "nothing but edits")}");
        if (rule.Group is { } group)
        {
            output.Line($"  group:  {group.Name}{(group.MaxScore is { } cap ? FormattableString.Invariant($", at most {cap} together") : "")}");
        }

        if (rule.Tags.Count > 0)
        {
            output.Line($"  tags:   {string.Join(", ", rule.Tags)}");
        }

        output.Line($"  checks: {string.Join(", ", rule.Checks.DefaultIfEmpty("none: the session knows it"))}");
        foreach (FactReport fact in report.Facts.Concat(report.Functions))
        {
            output.Line($"    {fact.Name} ({fact.Type}, {fact.Check}): {fact.Doc}");
        }
    }

    private sealed record Report(RuleReport Rule, string Type, FactReport[] Facts, FactReport[] Functions);

    private sealed record FactReport(string Name, string Type, string Check, string Doc);
}
