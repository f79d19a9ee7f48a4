using System.CommandLine;
using MailGate.Filtering.Rules;

namespace MailGate.Cli.Rules;

/// <summary><c>mailgate rules list</c>: the rules in the order of evaluation.</summary>
internal sealed class RulesListCommand
{
    private const int WidestEffect = 24;

    private readonly Option<string?> _rules = RuleLocation.Option();
    private readonly Option<string?> _config = CommonOptions.Config();

    public Command Create() => new Command("list", "List the rules in the order of evaluation: stage, name, what it does") { _rules, _config, CommonOptions.Json() }
        .Runs((parse, output) => List(RuleLocation.Load(RuleLocation.PathOf(parse, _rules, _config)), output));

    private static int List(RuleSet rules, Output output)
    {
        RuleReport[] reports = [.. rules.Rules.OrderBy(rule => rule.Stage).Select(RuleReport.Of)];
        int name = reports.Select(report => report.Name.Length).DefaultIfEmpty().Max();
        int effect = Math.Min(WidestEffect, reports.Select(report => report.Effect.Length).DefaultIfEmpty().Max());
        foreach (RuleReport report in reports)
        {
            string mode = report.Mode == "enforce" ? "" : $"({report.Mode}) ";
            output.Write(report, _ => output.Line($"{report.Stage,-7}  {report.Name.PadRight(name)}  {report.Effect.PadRight(effect)}  {mode}{report.Description}".TrimEnd()));
        }

        if (!output.Json)
        {
            output.Line($"thresholds: {ThresholdsOf(rules.Thresholds)}");
        }

        return ExitCode.Success;
    }

    private static string ThresholdsOf(Thresholds thresholds)
    {
        (string Name, double? Value)[] all =
            [("reject", thresholds.Reject), ("quarantine", thresholds.Quarantine), ("tag", thresholds.Tag), ("greylist", thresholds.Greylist)];
        return string.Join(", ", all.Where(threshold => threshold.Value is not null).Select(threshold => FormattableString.Invariant($"{threshold.Name} {threshold.Value}")).DefaultIfEmpty("none"));
    }
}
