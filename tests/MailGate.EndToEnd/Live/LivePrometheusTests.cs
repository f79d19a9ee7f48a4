using System.Globalization;
using System.Text.Json;
using MailGate.EndToEnd.Deploy;
using MailGate.EndToEnd.Dns;
using MailGate.EndToEnd.Support;
using NUnit.Framework;

namespace MailGate.EndToEnd.Live;

/// <summary>A running gateway under load, scraped by a real Prometheus: what the boards and the alerts ask for is there.</summary>
internal sealed class LivePrometheusTests
{
    private static readonly string[] Boards = ["overview", "detail", "tuning"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly Dictionary<string, string?> Zones = new()
    {
        ["pass.example"] = "@ 60 SOA ns.pass.example. admin.pass.example. 1 60 60 60 60\n@ 60 NS ns.pass.example.\n@ 60 TXT \"v=spf1 +all\"\n_dmarc 60 TXT \"v=DMARC1; p=none\"\nns 60 A 192.0.2.1\n",
        ["fail.example"] = "@ 60 SOA ns.fail.example. admin.fail.example. 1 60 60 60 60\n@ 60 NS ns.fail.example.\n@ 60 TXT \"v=spf1 -all\"\nns 60 A 192.0.2.1\n",
        ["broken.example"] = null,
    };

    private static readonly string Rules = """
        rules:
          - { name: LIVE_REJECT, when: 'message.subject == "reject"', action: reject }
          - { name: LIVE_DISCARD, when: 'message.subject == "discard"', action: discard }
          - { name: LIVE_SHADOW, mode: shadow, when: 'message.subject == "shadow"', action: reject }
          - { name: LIVE_SPF, when: 'spf.result == "fail"', score: 3 }
          - { name: LIVE_AUTHENTICATION, when: 'dkim.result == "fail" || dmarc.result == "fail" || arc.result == "fail"', score: 1 }
        thresholds: { reject: 15, tag: 6 }

        """;

    private DirectoryInfo _folder = null!;
    private KnotServer _dns = null!;
    private MailSink _sink = null!;
    private GatewayProcess _gateway = null!;
    private PrometheusServer _prometheus = null!;
    private CancellationTokenSource _end = null!;
    private Task _load = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("mailgate-live-");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "rules.yaml"), Rules);
        _dns = await KnotServer.StartAsync(Zones);
        _sink = new MailSink();
        int admin = Tools.FreePort();
        // The first server never answers, so that failures of servers behind are seen too.
        _gateway = await GatewayProcess.StartAsync($$"""
            listeners: [ { address: "127.0.0.1:0", name: mx } ]
            routes: [ { name: main, default: true, targets: [ { host: 127.0.0.1, port: {{Tools.FreePort()}}, priority: 10 }, { host: 127.0.0.1, port: {{_sink.Port}}, priority: 20 } ] } ]
            dns: { servers: [ "{{_dns.EndPoint}}" ] }
            rules: { path: "{{_folder.FullName}}" }
            admin: { listen: "127.0.0.1:{{admin}}" }
            limits: { errors: 1000 }

            """);
        _end = new CancellationTokenSource();
        _load = new LiveLoad(_gateway.EndPoints[0]).RunAsync(_end.Token);
        _prometheus = await PrometheusServer.StartAsync(admin);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_end is not null)
        {
            await _end.CancelAsync();
            await _load.WaitAsync(Patience);
            _end.Dispose();
        }

        foreach (IAsyncDisposable? part in (IAsyncDisposable?[])[_prometheus, _gateway, _dns])
        {
            await (part?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        if (_sink is not null)
        {
            await _sink.DisposeAsync();
        }

        _folder?.Delete(recursive: true);
    }

    [Test]
    public async Task Every_query_of_every_panel_gives_data()
    {
        List<(string Panel, string Query)> waiting = [.. Boards.SelectMany(Queries)];
        Assert.That(waiting, Has.Count.GreaterThan(70));
        await UntilAsync(async () =>
        {
            foreach ((string panel, string query) in waiting.ToArray())
            {
                if ((await _prometheus.QueryAsync(query)).Any(value => !double.IsNaN(value)))
                {
                    waiting.Remove((panel, query));
                }
            }

            return waiting.Count == 0;
        });
        Assert.That(waiting, Is.Empty);
    }

    [Test]
    public async Task Every_alert_is_judged_and_its_metrics_exist()
    {
        JsonElement[] rules = [];
        await UntilAsync(async () =>
        {
            rules = [.. (await _prometheus.GetAsync("api/v1/rules")).GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray())];
            return rules.Length > 0 && rules.All(rule => rule.GetProperty("health").GetString() != "unknown");
        });
        Assert.That(rules.Where(rule => rule.GetProperty("health").GetString() != "ok").Select(rule => rule.ToString()), Is.Empty);

        // Metrics of node_exporter, which does not run here.
        string[] used = [.. rules.SelectMany(rule => DeployFiles.MetricsIn(rule.GetProperty("query").GetString()!)).Where(name => !name.StartsWith("node_", StringComparison.Ordinal)).Distinct()];
        string[] missing = used;
        await UntilAsync(async () =>
        {
            HashSet<string?> live = [.. (await _prometheus.GetAsync("api/v1/label/__name__/values")).EnumerateArray().Select(name => name.GetString())];
            missing = [.. used.Where(name => !live.Contains(name))];
            return missing.Length == 0;
        });
        Assert.That(missing, Is.Empty);
    }

    [Test]
    public async Task Prometheus_keeps_the_transactions_of_slow_replies_as_exemplars()
    {
        string range = string.Create(CultureInfo.InvariantCulture, $"&start={DateTimeOffset.UnixEpoch.ToUnixTimeSeconds()}&end={TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds()}");
        JsonElement exemplars = default;
        await UntilAsync(async () =>
        {
            exemplars = await _prometheus.GetAsync("api/v1/query_exemplars?query=mailgate_data_to_reply_seconds_bucket" + range);
            return exemplars.GetArrayLength() > 0;
        });
        Assert.That(exemplars.ToString(), Does.Match("\"transaction_id\":\"[0-9A-Z]{12}\\.[0-9]+\""));
    }

    private static IEnumerable<(string Panel, string Query)> Queries(string board)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(DeployFiles.PathOf("grafana", board + ".json")));
        return [.. from panel in document.RootElement.GetProperty("panels").EnumerateArray()
                   where panel.TryGetProperty("targets", out _)
                   from target in panel.GetProperty("targets").EnumerateArray()
                   select ($"{board}: {panel.GetProperty("title")}", Resolve(target.GetProperty("expr").GetString()!))];
    }

    private static string Resolve(string expression) => expression.Replace("$job", "mailgate", StringComparison.Ordinal).Replace("$instance", ".+", StringComparison.Ordinal)
        .Replace("$__rate_interval", "15s", StringComparison.Ordinal).Replace("$__range", "1m", StringComparison.Ordinal);

    // Prometheus sees things when it scrapes: asked again each half second, within a bound.
    private static async Task UntilAsync(Func<Task<bool>> isReached)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!await isReached() && !patience.IsCancellationRequested)
        {
            await Task.Delay(500);
        }
    }
}
