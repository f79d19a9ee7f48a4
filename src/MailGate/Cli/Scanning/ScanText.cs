using System.Globalization;

namespace MailGate.Cli.Scanning;

/// <summary>Prints reports for people: the verdict, the sum that makes the score, and what made each rule true.</summary>
internal static class ScanText
{
    public static void Print(ScanReport report, Output output)
    {
        if (report.Verdict == "error")
        {
            output.Line($"{report.File}: cannot be read: {report.Reason}");
            return;
        }

        string required = report.Required is { } value ? $", required {Number(value)}" : "";
        output.Line($"{report.File}: {report.Verdict} (score {Number(report.Score)}{required})");
        output.Line($"  reply: {report.Reply}");
        if (report.Reason is not null)
        {
            output.Line($"  decided by: {report.Reason} at stage {report.Stage}");
        }

        PrintRules("rules", report.Rules, report.Score, output);
        PrintRules("shadow rules, which change nothing", report.ShadowRules, null, output);
        foreach (ScanProblem failure in report.Failures)
        {
            output.Line($"  not judged: {failure.Name}: {failure.Reason}");
        }

        if (report.SpamProbability is { } probability)
        {
            output.Line(string.Create(CultureInfo.InvariantCulture, $"  spam probability: {probability:0.####}"));
        }

        output.Line("  auth: " + (report.Auth.Count == 0 ? "not checked" : string.Join(' ', report.Auth.Select(result => $"{result.Key}={result.Value}"))));
        output.Line("  checks: " + (report.Checks.Count == 0 ? "none" : string.Join(", ", report.Checks.Select(Cost))));
        foreach (System.Text.Json.JsonProperty fact in report.Facts is { } facts ? [.. facts.EnumerateObject()] : Array.Empty<System.Text.Json.JsonProperty>())
        {
            output.Line($"  {fact.Name} = {fact.Value.GetRawText()}");
        }
    }

    private static void PrintRules(string title, IReadOnlyList<ScanRule> rules, double? sum, Output output)
    {
        if (rules.Count == 0)
        {
            return;
        }

        output.Line($"  {title}:");
        int width = rules.Max(rule => rule.Name.Length);
        foreach (ScanRule rule in rules)
        {
            output.Line($"    {Number(rule.Score),8}  {rule.Name.PadRight(width)}  {rule.Description}".TrimEnd());
            output.Line($"              {string.Join(", ", rule.Facts.Select(fact => $"{fact.Key} = {fact.Value}").DefaultIfEmpty(rule.When))}");
        }

        if (sum is { } total)
        {
            output.Line($"    {Number(total),8}  = {string.Join(" + ", rules.Where(rule => rule.Score != 0).Select(rule => Number(rule.Score)).DefaultIfEmpty("0"))}");
        }
    }

    private static string Cost(ScanCheck check) =>
        string.Create(CultureInfo.InvariantCulture, $"{check.Name} {check.Seconds * 1000:0.###} ms{(check.Error is null ? "" : $" ({check.Error})")}");

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
