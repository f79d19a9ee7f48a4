using System.Net;
using MailGate.Configuration.Loading;
using MailGate.Hosting;
using MailGate.Tests.Configuration;
using MailGate.Tests.Observability.Metrics;
using NUnit.Framework;

namespace MailGate.Tests.Hosting;

internal sealed class GatewayHostTests
{
    private const string Good = "downstream: capture\nlimits: { recipients: 7 }\ndrain: 3s\nadmin: { listen: \"127.0.0.1:0\" }\n";

    private FakeGateway _gateway = null!;
    private ConfigFolder _folder = null!;

    [SetUp]
    public void SetUp()
    {
        _gateway = new FakeGateway();
        _folder = new ConfigFolder();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _gateway.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task It_starts_drains_and_disposes_its_parts_in_order()
    {
        await using (GatewayHost host = Host(Good))
        {
            await host.StartAsync(CancellationToken.None);
            await host.DrainAsync("a test");
        }

        Assert.That(_gateway.Calls, Is.EqualTo(new[] { "start", "drain 3", "dispose" }));
    }

    [Test]
    public async Task Http_tells_life_readiness_and_metrics_in_both_formats()
    {
        await using GatewayHost host = Host(Good);
        await host.StartAsync(CancellationToken.None);
        using HttpClient http = Client(host);

        Assert.That(await http.GetStringAsync("/livez"), Is.EqualTo("ok\n"));
        Assert.That(await http.GetStringAsync("/readyz"), Is.EqualTo("ready\nlistener mx: ok\n"));
        using HttpResponseMessage plain = await http.GetAsync("/metrics");
        Assert.That(plain.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
        Dictionary<string, double> series = StrictExposition.Read(await plain.Content.ReadAsStringAsync(), openMetrics: false);
        Assert.That(series["mailgate_config_last_reload_successful"], Is.EqualTo(1));
        Assert.That(series.Keys, Has.Some.StartsWith("mailgate_certificate_expiry_timestamp_seconds{source=\"self-signed\"}"));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Accept.ParseAdd("application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        using HttpResponseMessage open = await http.SendAsync(request);
        Assert.That(open.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8"));
        StrictExposition.Read(await open.Content.ReadAsStringAsync(), openMetrics: true);

        using HttpResponseMessage elsewhere = await http.GetAsync("/other");
        Assert.That(elsewhere.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task It_is_not_ready_while_a_part_is_not_or_while_it_drains()
    {
        await using GatewayHost host = Host(Good);
        await host.StartAsync(CancellationToken.None);
        using HttpClient http = Client(host);
        _gateway.Problem = "not bound";
        using HttpResponseMessage broken = await http.GetAsync("/readyz");
        _gateway.Problem = null;
        await host.DrainAsync("a test");
        using HttpResponseMessage draining = await http.GetAsync("/readyz");

        Assert.That((broken.StatusCode, await broken.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "not ready\nlistener mx: not bound\n")));
        Assert.That(draining.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await http.GetStringAsync("/livez"), Is.EqualTo("ok\n"));
    }

    [Test]
    public async Task A_token_is_asked_for_on_metrics_and_not_by_probes()
    {
        await using GatewayHost host = Host("downstream: capture\nadmin: { listen: \"127.0.0.1:0\", token: 0123456789abcdef }\n");
        await host.StartAsync(CancellationToken.None);
        using HttpClient http = Client(host);
        (string?, HttpStatusCode)[] cases =
        [
            (null, HttpStatusCode.Unauthorized), ("Bearer wrong", HttpStatusCode.Unauthorized), ("0123456789abcdef", HttpStatusCode.Unauthorized),
            ("Bearer 0123456789abcdef", HttpStatusCode.OK), ("bearer 0123456789abcdef", HttpStatusCode.OK),
        ];
        foreach ((string? authorization, HttpStatusCode expected) in cases)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using HttpResponseMessage response = await http.SendAsync(request);
            Assert.That(response.StatusCode, Is.EqualTo(expected), authorization);
        }

        Assert.That(await http.GetStringAsync("/livez"), Is.EqualTo("ok\n"));
    }

    [Test]
    public async Task A_good_file_is_applied_and_a_bad_one_leaves_the_old_in_force_and_says_so()
    {
        await using GatewayHost host = Host(Good);
        await host.StartAsync(CancellationToken.None);
        string before = host.Settings.Hash;

        _folder.Write(ConfigFolder.Main, Good + "hostnme: x\n");
        Assert.That(await host.ReloadAsync("a test"), Is.False);
        Assert.That((host.Settings.Hash, _gateway.Applied.Count, host.Metrics.ConfigReloadSuccess.With().Value), Is.EqualTo((before, 0, 0d)));

        _folder.Write(ConfigFolder.Main, Good.Replace("recipients: 7", "recipients: 8", StringComparison.Ordinal));
        Assert.That(await host.ReloadAsync("a test"), Is.True);
        Assert.That(_gateway.Applied.Single().Limits.Recipients, Is.EqualTo(8));
        Assert.That((host.Settings.Limits.Recipients, host.Metrics.ConfigReloadSuccess.With().Value), Is.EqualTo((8, 1d)));
        Assert.That((host.Metrics.ConfigReloads.With("ok").Value, host.Metrics.ConfigReloads.With("failed").Value), Is.EqualTo((1L, 1L)));

        File.Delete(_folder.PathOf(ConfigFolder.Main));
        Assert.That(await host.ReloadAsync("a test"), Is.False);
        Assert.That(host.Settings.Limits.Recipients, Is.EqualTo(8));
    }

    [Test]
    public async Task A_part_that_refuses_the_new_settings_keeps_the_old_in_force()
    {
        await using GatewayHost host = Host(Good);
        await host.StartAsync(CancellationToken.None);
        string before = host.Settings.Hash;
        _gateway.Refusal = new InvalidOperationException("cannot bind");
        _folder.Write(ConfigFolder.Main, Good + "watch: false\n");

        Assert.That(await host.ReloadAsync("a test"), Is.False);
        Assert.That((host.Settings.Hash, host.Metrics.ConfigReloadSuccess.With().Value), Is.EqualTo((before, 0d)));
    }

    [Test]
    public async Task Http_moves_and_ends_with_a_reload()
    {
        await using GatewayHost host = Host(Good);
        await host.StartAsync(CancellationToken.None);
        Assert.That(host.AdminEndPoint, Is.Not.Null);

        _folder.Write(ConfigFolder.Main, "downstream: capture\n");
        await host.ReloadAsync("a test");
        Assert.That(host.AdminEndPoint, Is.Null);

        _folder.Write(ConfigFolder.Main, Good);
        await host.ReloadAsync("a test");
        using HttpClient http = Client(host);
        Assert.That(await http.GetStringAsync("/livez"), Is.EqualTo("ok\n"));
    }

    private static HttpClient Client(GatewayHost host) => new() { BaseAddress = new Uri($"http://{host.AdminEndPoint}") };

    private GatewayHost Host(string yaml)
    {
        LoadedConfiguration loaded = _folder.Write(ConfigFolder.Main, yaml).Load();
        Assert.That(loaded.Errors, Is.Empty);
        return new GatewayHost(_folder.Input, loaded, TimeProvider.System, _ => [_gateway], () => Stream.Null);
    }
}
