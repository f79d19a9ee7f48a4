using System.Text;
using System.Text.RegularExpressions;
using MailGate.EndToEnd.Dkim;
using NUnit.Framework;

namespace MailGate.EndToEnd.Deploy;

/// <summary>The alerts of <c>deploy/prometheus</c>: promtool's checks and tests, metrics that exist, and a paragraph of the runbook for each.</summary>
[TestFixture]
internal sealed partial class AlertRulesTests
{
    private static readonly string Rules = DeployFiles.PathOf("prometheus", "mailgate.rules.yml");
    private static readonly string[] RuleTests = Directory.GetFiles(DeployFiles.PathOf("prometheus"), "*.test.yml");

    [Test]
    public Task Promtool_accepts_the_rules() => PromtoolAsync("check", "rules", Rules);

    [Test]
    public Task Promtool_runs_the_tests_of_the_rules() => PromtoolAsync(["test", "rules", .. RuleTests]);

    [Test]
    public void Every_alert_is_tested_to_fire()
    {
        string tests = string.Concat(RuleTests.Select(File.ReadAllText));
        string[] fires = [.. FiringTest().Matches(tests).Select(m => m.Groups[1].Value)];
        Assert.That(Alerts(), Is.Not.Empty);
        Assert.That(Alerts().Except(fires), Is.Empty);
    }

    [Test]
    public void Every_alert_has_a_severity_and_a_paragraph_of_the_runbook()
    {
        string[] headings = [.. File.ReadLines(DeployFiles.PathOf("RUNBOOK.md")).Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Select(l => l[3..].ToLowerInvariant())];
        string[] blocks = [.. File.ReadAllText(Rules).Split("- alert: ").Skip(1)];
        Assert.Multiple(() =>
        {
            foreach (string block in blocks)
            {
                string alert = block[..block.IndexOf('\n', StringComparison.Ordinal)];
                Assert.That(block, Does.Match("severity: (warning|critical) "), alert);
                Assert.That(block, Does.Contain("summary: ").And.Contain("description: "), alert);
                Match link = RunbookLink().Match(block);
                Assert.That(headings, Does.Contain(link.Groups[1].Value), alert);
            }
        });
    }

    [Test]
    public async Task Metrics_in_the_rules_are_metrics_of_the_program()
    {
        IReadOnlySet<string> known = await DeployFiles.KnownMetricsAsync();
        string text = File.ReadAllText(Rules);
        string[] recorded = [.. Recorded().Matches(text).Select(m => m.Groups[1].Value)];
        string[] used = [.. Metric().Matches(text).Select(m => m.Value).Distinct()];
        Assert.That(used, Is.Not.Empty);
        Assert.That(used.Except(known).Except(recorded), Is.Empty);
    }

    private static string[] Alerts() => [.. AlertName().Matches(File.ReadAllText(Rules)).Select(m => m.Groups[1].Value)];

    private static async Task PromtoolAsync(params string[] arguments)
    {
        string promtool = ExternalProgram.Require("promtool", "prometheus");
        (int code, byte[] output, string errors) = await ExternalProgram.RunAsync(promtool, arguments, []);
        Assert.That(code, Is.Zero, Encoding.UTF8.GetString(output) + errors);
    }

    [GeneratedRegex(@"- alert: (\w+)", RegexOptions.NonBacktracking)]
    private static partial Regex AlertName();

    [GeneratedRegex(@"- record: (\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex Recorded();

    [GeneratedRegex(@"alertname: (\w+)\s+exp_alerts:\s+- exp_labels", RegexOptions.NonBacktracking)]
    private static partial Regex FiringTest();

    [GeneratedRegex(@"runbook_url: deploy/RUNBOOK\.md#(\w+)", RegexOptions.NonBacktracking)]
    private static partial Regex RunbookLink();

    // Names with our prefix, also as part of a recording rule's; the names of groups have a dot.
    [GeneratedRegex(@"(?<![\w:.])(?:\w+:)?mailgate_\w+(?::\w+)?|(?<!\w)node_\w+_bytes")]
    private static partial Regex Metric();
}
