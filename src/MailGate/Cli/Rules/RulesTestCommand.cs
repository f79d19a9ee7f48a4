using System.CommandLine;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Rules.Loading;
using MailGate.Filtering.Rules.Testing;

namespace MailGate.Cli.Rules;

/// <summary><c>mailgate rules test</c>: runs the cases in <c>tests/*.yaml</c> below the rules; exit code 1 when one fails.</summary>
internal sealed class RulesTestCommand
{
    private readonly Option<string?> _rules = RuleLocation.Option();
    private readonly Option<string?> _config = CommonOptions.Config();

    public Command Create() => new Command("test", "Run the test cases in tests/*.yaml below the rules") { _rules, _config, CommonOptions.Json() }
        .Runs((parse, output) => Test(RuleLocation.PathOf(parse, _rules, _config), output));

    private static int Test(string path, Output output)
    {
        RuleSet rules = RuleLocation.Load(path);
        string folder = Path.Combine(Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!, "tests");
        List<RuleTestCase> cases = Read(folder);
        RuleTestRunner runner = new(rules, new RuleTestFacts(rules).Of);
        int failed = 0;
        foreach (RuleTestResult result in cases.Select(runner.Run))
        {
            failed += result.Passes ? 0 : 1;
            Report report = new(result.Case.Name, $"{result.Case.Place.File}:{result.Case.Place.Line}", result.Passes, result.Skipped is null ? result.Problems : [result.Skipped]);
            output.Write(report, _ => Print(report, output));
        }

        if (!output.Json)
        {
            output.Line(failed == 0 ? $"{cases.Count} tests passed" : $"{failed} of {cases.Count} tests failed");
        }

        return failed == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static List<RuleTestCase> Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new CliException($"{folder}: no such folder; tests of rules are files tests/*.yaml beside them");
        }

        List<RuleError> errors = [];
        List<RuleTestCase> cases = [];
        foreach (string file in Directory.EnumerateFiles(folder, "*.yaml").Concat(Directory.EnumerateFiles(folder, "*.yml")).Order(StringComparer.Ordinal))
        {
            cases.AddRange(RuleTestReader.Read(new RuleSource(file, File.ReadAllBytes(file)), errors));
        }

        return errors.Count == 0 ? cases : throw new CliException(string.Join('\n', errors.Select(error => error.ToString())));
    }

    private static void Print(Report report, Output output)
    {
        if (!report.Ok)
        {
            output.Line($"{report.Place}: {report.Name}: {string.Join("; ", report.Problems)}");
        }
    }

    private sealed record Report(string Name, string Place, bool Ok, IReadOnlyList<string> Problems);
}
