using System.Globalization;
using System.Net;
using System.Text;
using MailGate.Configuration.Loading;
using MailGate.Handling;
using MailGate.Hosting;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using MailGate.Tests.Configuration;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>
/// The whole gateway, as <c>mailgate run</c> composes it, in this process: a configuration in a folder of its own, listeners on free ports of
/// loopback, and whatever the test puts behind it. Its log is kept.
/// </summary>
internal sealed class TestGateway : IAsyncDisposable
{
    /// <summary>Two listeners, our domain, and a log that shows everything. The port of the server behind goes where the 0 of its line is.</summary>
    public const string Listeners = """
        listeners:
          - { address: "127.0.0.1:0", name: mx, tls: starttls }
          - { address: "127.0.0.1:0", name: mx-tls, tls: implicit }
        """;

    // These tests are about the protocol: what the built-in rules think of mail without a header is a matter of its own.
    private const string NoRules = "thresholds: { reject: 1000 }\n";

    private const string RuleFile = "rules/10-test.yaml";

    private readonly ConfigFolder _folder;
    private readonly MemoryStream _log;
    private readonly TimeProvider _time;

    private TestGateway(ConfigFolder folder, GatewayHost host, SmtpGateway smtp, MemoryStream log, TimeProvider time)
    {
        _time = time;
        _folder = folder;
        Host = host;
        Smtp = smtp;
        _log = log;
    }

    public GatewayHost Host { get; }

    /// <summary>The one part that it runs.</summary>
    public SmtpGateway Smtp { get; }

    /// <summary>The listener with STARTTLS.</summary>
    public IPEndPoint EndPoint => Host.EndPoints[0];

    /// <summary>The listener with TLS from the first octet.</summary>
    public IPEndPoint TlsEndPoint => Host.EndPoints[1];

    /// <summary>Where its spool is, among others.</summary>
    public string DataFolder => _folder.PathOf("data");

    /// <summary>Its configuration, for the command line.</summary>
    public string ConfigurationFile => _folder.PathOf(ConfigFolder.Main);

    /// <summary>Starts one that sends everything for local.example to <paramref name="downstream"/>.</summary>
    /// <param name="downstream">The server behind.</param>
    /// <param name="settings">More settings; listeners, when it has any, replace the usual ones.</param>
    /// <param name="time">The clock, for tests that turn it.</param>
    /// <param name="rules">A rule file; without it nothing is thought of mail.</param>
    public static Task<TestGateway> StartAsync(FakeDownstream downstream, string settings = "", TimeProvider? time = null, string rules = NoRules) =>
        StartAsync($"downstream: \"{downstream.Listen()}\"\n{settings}", time, rules);

    /// <summary>Starts one with the routes that <paramref name="settings"/> has.</summary>
    public static async Task<TestGateway> StartAsync(string settings, TimeProvider? time = null, string rules = NoRules)
    {
        ConfigFolder folder = new();
        MemoryStream log = new();
        folder.Write(ConfigFolder.Main, Yaml(settings));
        folder.Write(RuleFile, rules);
        LoadedConfiguration loaded = ConfigurationLoader.Load(folder.Input, time ?? TimeProvider.System);
        Assert.That(loaded.Errors, Is.Empty);
        time ??= TimeProvider.System;
        SmtpGateway? smtp = null;
        GatewayHost host = new(folder.Input, loaded, time, services => [smtp = GatewayComposition.Create(services).OfType<SmtpGateway>().Single()], () => log);
        await host.StartAsync(CancellationToken.None);
        return new TestGateway(folder, host, smtp!, log, time);
    }

    /// <summary>Puts a file beside the configuration.</summary>
    public void Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Puts other settings into the file and reloads; true when they were good.</summary>
    public Task<bool> ReloadAsync(string settings)
    {
        _folder.Write(ConfigFolder.Main, Yaml(settings));
        return Host.ReloadAsync("a test");
    }

    /// <summary>Puts other rules into their file and reloads; true when they were good.</summary>
    public Task<bool> ReloadRulesAsync(string rules)
    {
        _folder.Write(RuleFile, rules);
        return Host.ReloadAsync("a test");
    }

    /// <summary>Connects to the first listener; the greeting is not read.</summary>
    public Task<SmtpTestClient> ConnectAsync() => SmtpTestClient.ConnectAsync(EndPoint);

    /// <summary>Connects and says EHLO.</summary>
    public async Task<SmtpTestClient> GreetAsync()
    {
        SmtpTestClient client = await ConnectAsync();
        Assert.That(await client.ReadReplyAsync(), Does.StartWith("220 "));
        Assert.That(await client.CommandAsync("EHLO client.example"), Does.StartWith("250-"));
        return client;
    }

    /// <summary>The log so far; stop the gateway first to have all of it.</summary>
    public string Log() => Encoding.UTF8.GetString(_log.ToArray());

    /// <summary>Stops it; a stop that does not come to its end fails the test.</summary>
    public async ValueTask DisposeAsync()
    {
        Task stopping = StopAsync();
        // Servers that stall are given up when the clock says so, and a test's own clock stands still.
        await (_time is ManualTimeProvider manual ? manual.TurnUntilAsync(stopping) : stopping.WaitAsync(TimeSpan.FromMinutes(1)));
        _folder.Dispose();
    }

    private async Task StopAsync()
    {
        await Host.DrainAsync("end of test");
        await Host.DisposeAsync();
    }

    // Names are looked up nowhere, and that is known at once: what a name server of the machine does is no part of a test, and where the clock stands still
    // nobody would give up waiting for it.
    private static string Yaml(string settings) => string.Create(CultureInfo.InvariantCulture, $"""
        hostname: mx.local.example
        domains: [ local.example ]
        data: data
        {(settings.Contains("drain:", StringComparison.Ordinal) ? "" : "drain: 0s")}
        watch: false
        log: {"{ level: debug }"}
        {(settings.Contains("dns:", StringComparison.Ordinal) ? "" : "dns: { servers: [ \"127.0.0.1:9\" ], timeout: 100ms, attempts: 1 }")}
        {(settings.Contains("\nrules:", StringComparison.Ordinal) ? "" : "rules: { path: rules }")}
        {(settings.Contains("listeners:", StringComparison.Ordinal) ? "" : Listeners)}
        {settings}
        """);
}
