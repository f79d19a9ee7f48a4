using System.CommandLine;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Rules.Loading;

namespace MailGate.Cli.Rules;

/// <summary><c>mailgate rules check</c>: all mistakes of all rule files and lists with their places; exit code 1 when there are any.</summary>
internal sealed class RulesCheckCommand
{
    private readonly Option<string?> _rules = RuleLocation.Option();
    private readonly Option<string?> _config = CommonOptions.Config();

    public Command Create() => new Command("check", "Check rule files and lists: every mistake with file, line and column") { _rules, _config, CommonOptions.Json() }
        .Runs((parse, output) => Check(RuleLocation.PathOf(parse, _rules, _config), output));

    private static int Check(string path, Output output)
    {
        RuleSetResult result = RuleFolder.Load(path);
        Report report = new(
            result.RuleSet is not null, path, result.RuleSet?.Rules.Count ?? 0, result.RuleSet?.Lists.Count ?? 0, [.. result.Errors.Select(RuleProblem.Of)]);
        output.Write(report, _ => Print(path, result, output));
        return report.Ok ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Print(string path, RuleSetResult result, Output output)
    {
        foreach (RuleError error in result.Errors)
        {
            output.Note(error.ToString());
        }

        output.Line(result.RuleSet is { } rules
            ? $"{path}: good, {rules.Rules.Count} rules, {rules.Lists.Count} lists"
            : $"{path}: {result.Errors.Count} {(result.Errors.Count == 1 ? "error" : "errors")}");
    }

    private sealed record Report(bool Ok, string Path, int Rules, int Lists, RuleProblem[] Errors);
}
