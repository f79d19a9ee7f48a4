using System.Text.Json;
using System.Text.RegularExpressions;
using MailGate.EndToEnd.Dkim;
using NUnit.Framework;

namespace MailGate.EndToEnd.Deploy;

/// <summary>The boards of <c>deploy/grafana</c>: the usual rules of linters, and no metric that the program does not have.</summary>
[TestFixture]
internal sealed partial class DashboardTests
{
    private const int Columns = 24;
    private const string Selection = "{job=~\"$job\",instance=~\"$instance\"";

    private static readonly string[] Boards = ["overview", "detail", "tuning"];

    [Test]
    public void There_are_no_boards_but_those_that_are_tested() =>
        Assert.That(Directory.GetFiles(DeployFiles.PathOf("grafana"), "*.json").Select(Path.GetFileNameWithoutExtension), Is.EquivalentTo(Boards));

    [Test]
    public void Board_has_a_stable_uid_a_title_and_a_description([ValueSource(nameof(Boards))] string name)
    {
        JsonElement board = Load(name);
        Assert.Multiple(() =>
        {
            Assert.That(Text(board, "uid"), Is.EqualTo("mailgate-" + name));
            Assert.That(board.TryGetProperty("id", out _), Is.False, "id belongs to one Grafana");
            Assert.That(Text(board, "title"), Does.StartWith("MailGate / "));
            Assert.That(Text(board, "description"), Is.Not.Empty);
            Assert.That(board.GetProperty("schemaVersion").GetInt32(), Is.EqualTo(42));
            Assert.That(board.GetProperty("tags").EnumerateArray().Select(t => t.GetString()), Does.Contain("mailgate"));
        });
    }

    [Test]
    public void Variables_choose_the_data_source_the_job_and_the_instance([ValueSource(nameof(Boards))] string name)
    {
        JsonElement[] variables = [.. Load(name).GetProperty("templating").GetProperty("list").EnumerateArray()];
        Assert.Multiple(() =>
        {
            Assert.That(variables.Select(v => Text(v, "name")), Is.EqualTo(new[] { "datasource", "job", "instance" }));
            Assert.That(Text(variables[0], "type"), Is.EqualTo("datasource"));
            Assert.That(Text(variables[0], "query"), Is.EqualTo("prometheus"));
            foreach (JsonElement variable in variables[1..])
            {
                Assert.That(Text(variable.GetProperty("datasource"), "uid"), Is.EqualTo("${datasource}"));
                Assert.That(variable.GetProperty("multi").GetBoolean() && variable.GetProperty("includeAll").GetBoolean(), Is.True);
                Assert.That(Text(variable, "allValue"), Is.EqualTo(".+"));
            }
        });
    }

    [Test]
    public void Panels_have_a_title_a_description_and_a_unit([ValueSource(nameof(Boards))] string name)
    {
        JsonElement[] panels = Panels(name);
        Assert.Multiple(() =>
        {
            Assert.That(panels.Select(p => Text(p, "title")), Is.Unique);
            foreach (JsonElement panel in panels)
            {
                string title = Text(panel, "title");
                Assert.That(title, Is.Not.Empty);
                Assert.That(Text(panel, "description"), Does.EndWith("."), title);
                Assert.That(Text(panel.GetProperty("fieldConfig").GetProperty("defaults"), "unit"), Is.Not.Empty, title);
                Assert.That(Text(panel.GetProperty("datasource"), "uid"), Is.EqualTo("${datasource}"), title);
                Assert.That(panel.GetProperty("targets").GetArrayLength(), Is.GreaterThan(0), title);
            }
        });
    }

    [Test]
    public void Panels_lie_within_the_grid_and_none_on_another([ValueSource(nameof(Boards))] string name)
    {
        Dictionary<(int X, int Y), string> taken = [];
        foreach (JsonElement panel in Load(name).GetProperty("panels").EnumerateArray())
        {
            JsonElement grid = panel.GetProperty("gridPos");
            (int x, int y, int width, int height) = (Int(grid, "x"), Int(grid, "y"), Int(grid, "w"), Int(grid, "h"));
            string title = Text(panel, "title");
            Assert.That(x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= Columns, Is.True, title);
            for (int cell = 0; cell < width * height; cell++)
            {
                (int, int) place = (x + (cell % width), y + (cell / width));
                Assert.That(taken.TryAdd(place, title), Is.True, $"{title} lies on {taken[place]}");
            }
        }

        Assert.That(Load(name).GetProperty("panels").EnumerateArray().Select(p => Int(p, "id")), Is.Unique);
    }

    [Test]
    public void Queries_use_the_variables_and_the_rate_interval([ValueSource(nameof(Boards))] string name)
    {
        Assert.Multiple(() =>
        {
            foreach ((string title, JsonElement target) in Targets(name))
            {
                string expression = Text(target, "expr");
                Assert.That(Text(target.GetProperty("datasource"), "uid"), Is.EqualTo("${datasource}"), title);
                foreach (Match selector in Selectors().Matches(expression))
                {
                    Assert.That(selector.Value, Does.StartWith(Selection), title);
                }

                Assert.That(DeployFiles.MetricsIn(expression).Count(), Is.LessThanOrEqualTo(Selectors().Count(expression)), $"{title}: a metric without a selector");
                Assert.That(Ranges().Matches(expression).Select(m => m.Value), Is.All.AnyOf("[$__rate_interval]", "[$__range]"), title);
                Assert.That(RateOverRange().IsMatch(expression), Is.False, $"{title}: rate() over anything but $__rate_interval");
            }
        });
    }

    [Test]
    public async Task Metrics_in_queries_are_metrics_of_the_program([ValueSource(nameof(Boards))] string name)
    {
        IReadOnlySet<string> known = await DeployFiles.KnownMetricsAsync();
        string[] used = [.. Targets(name).SelectMany(t => DeployFiles.MetricsIn(Text(t.Target, "expr"))).Distinct()];
        Assert.That(used, Is.Not.Empty);
        Assert.That(used.Except(known), Is.Empty);
    }

    [Test]
    public async Task Prometheus_can_read_every_query([ValueSource(nameof(Boards))] string name)
    {
        string promtool = ExternalProgram.Require("promtool", "prometheus");
        string file = Path.GetTempFileName();
        try
        {
            IEnumerable<string> rules = Targets(name).Select((t, i) =>
                $"  - record: panel:query{i}\n    expr: {JsonSerializer.Serialize(Text(t.Target, "expr").Replace("$__rate_interval", "1m", StringComparison.Ordinal).Replace("$__range", "1h", StringComparison.Ordinal))}\n");
            await File.WriteAllTextAsync(file, "groups:\n- name: panels\n  rules:\n" + string.Concat(rules));
            (int code, byte[] output, string errors) = await ExternalProgram.RunAsync(promtool, ["check", "rules", file], []);
            Assert.That(code, Is.Zero, System.Text.Encoding.UTF8.GetString(output) + errors);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestCase("""sum by (le) (rate(a_bucket{x="b"}[5m])) / on () group_left () c > 0 or vector(0)""", "a_bucket", "c")]
    [TestCase("""count by (job) (group by (job, hash) (a:b:c)) unless d offset 15m""", "a:b:c", "d")]
    public void Names_of_metrics_are_found_in_an_expression(string expression, params string[] names) =>
        Assert.That(DeployFiles.MetricsIn(expression), Is.EqualTo(names));

    private static JsonElement Load(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(DeployFiles.PathOf("grafana", name + ".json")));
        return document.RootElement.Clone();
    }

    private static JsonElement[] Panels(string name) => [.. Load(name).GetProperty("panels").EnumerateArray().Where(p => Text(p, "type") != "row")];

    private static IEnumerable<(string Title, JsonElement Target)> Targets(string name) =>
        Panels(name).SelectMany(p => p.GetProperty("targets").EnumerateArray().Select(t => (Text(p, "title"), t)));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Selectors();

    [GeneratedRegex(@"\[[^\]]*\]", RegexOptions.NonBacktracking)]
    private static partial Regex Ranges();

    [GeneratedRegex(@"\brate\([^\[]*\[\$__range\]", RegexOptions.NonBacktracking)]
    private static partial Regex RateOverRange();
}
