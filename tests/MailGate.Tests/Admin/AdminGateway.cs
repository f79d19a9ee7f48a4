using System.Globalization;
using System.Text;
using MailGate.Configuration.Loading;
using MailGate.Hosting;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using MailGate.Tests.Configuration;
using NUnit.Framework;

namespace MailGate.Tests.Admin;

/// <summary>
/// A whole gateway with its admin listener, on free ports of loopback: mail for local.example goes to a fake server, mail for kept.example is captured, and
/// rules act on words of the subject.
/// </summary>
internal sealed class AdminGateway : IAsyncDisposable
{
    public const string Token = "0123456789abcdef-token";

    private const string Rules = """
        thresholds: { reject: 1000, tag: 6 }
        rules:
          - name: SUBJECT_REJECT
            description: Refuses what says so.
            when: message.subject.contains("please reject")
            action: reject
          - name: SUBJECT_QUARANTINE
            description: Sets aside what says so.
            when: message.subject.contains("please quarantine")
            action: quarantine
            score: 3
          - name: SUBJECT_SCORE
            description: Scores what says so.
            when: message.subject.contains("please tag")
            score: 7
          - name: SHADOW_REJECT
            description: Would refuse what says so.
            mode: shadow
            when: message.subject.contains("please shadow")
            action: reject
        """;

    private readonly ConfigFolder _folder;
    private readonly string _settings;

    private AdminGateway(ConfigFolder folder, GatewayHost host, FakeDownstream downstream, string settings)
    {
        _folder = folder;
        Host = host;
        Downstream = downstream;
        _settings = settings;
    }

    public GatewayHost Host { get; }

    public FakeDownstream Downstream { get; }

    /// <summary>Of the admin listener, with a slash at its end.</summary>
    public Uri Address => new($"http://{Host.AdminEndPoint}/");

    /// <summary>Where mail is captured.</summary>
    public string DataFolder => _folder.PathOf("data");

    /// <param name="admin">More settings of the section admin, each with a comma before it.</param>
    /// <param name="settings">More settings.</param>
    public static async Task<AdminGateway> StartAsync(string admin = "", string settings = "")
    {
        ConfigFolder folder = new();
        FakeDownstream downstream = new();
        string yaml = string.Create(CultureInfo.InvariantCulture, $"""
            hostname: mx.local.example
            listeners: [ {"{ address: \"127.0.0.1:0\", name: mx }"} ]
            domains: [ local.example, kept.example ]
            routes:
              - {"{ name: kept, domains: [ kept.example ], targets: [ { protocol: capture } ] }"}
              - {"{"} default: true, targets: [ {"{"} host: 127.0.0.1, port: {downstream.Listen().Port} {"} ] }"}
            data: data
            drain: 0s
            watch: false
            auth: {"{ spf: false, dkim: false, dmarc: false, arc: false, iprev: false }"}
            rules: {"{ path: rules }"}
            """);
        string main = $"{yaml}\nadmin: {{ listen: \"127.0.0.1:0\"{admin} }}\n{settings}";
        folder.Write("rules/10.yaml", Rules).Write(ConfigFolder.Main, main);
        LoadedConfiguration loaded = folder.Load();
        Assert.That(loaded.Errors, Is.Empty);
        GatewayHost host = new(folder.Input, loaded, TimeProvider.System, GatewayComposition.Create, () => Stream.Null);
        await host.StartAsync(CancellationToken.None);
        return new AdminGateway(folder, host, downstream, yaml);
    }

    /// <summary>Reloads with another section admin.</summary>
    public Task<bool> ReloadAsync(string admin)
    {
        _folder.Write(ConfigFolder.Main, $"{_settings}\nadmin: {{ listen: \"127.0.0.1:0\"{admin} }}\n");
        return Host.ReloadAsync("a test");
    }

    /// <summary>A client that keeps cookies and follows no redirection.</summary>
    public HttpClient Client(string? token = null)
    {
        HttpClient client = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        client.DefaultRequestHeaders.Authorization = token is null ? null : new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Sends a message and waits until the gateway has booked it; gives the transaction's id.</summary>
    public async Task<string> SendAsync(
        string subject, string from = "ann@sender.example", string to = "bob@local.example", string? message = null, string helo = "client.example")
    {
        long before = Host.History.Last;
        await using (SmtpTestClient client = await SmtpTestClient.ConnectAsync(Host.EndPoints[0]))
        {
            await client.ReadReplyAsync();
            if ((await client.CommandAsync("EHLO " + helo))!.StartsWith('5'))
            {
                // What is no name at all is refused: it comes no further.
                Assert.That(await client.CommandAsync("EHLO client.example"), Does.StartWith("250"));
            }

            Assert.That(await client.CommandAsync($"MAIL FROM:<{from}>"), Does.StartWith("250"));
            Assert.That(await client.CommandAsync($"RCPT TO:<{to}>"), Does.StartWith("250"));
            Assert.That(await client.CommandAsync("DATA"), Does.StartWith("354"));
            string text = message ?? $"From: {(from.Length > 0 ? from : "ann@sender.example")}\r\nSubject: {subject}\r\n\r\nHello.\r\n";
            await client.SendAsync(Encoding.UTF8.GetBytes(text + ".\r\n"));
            await client.ReadReplyAsync();
            await client.CommandAsync("QUIT");
        }

        await Host.History.WaitAsync(before, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        return LastId();
    }

    /// <summary>The id of the last transaction.</summary>
    public string LastId() => Host.History.Newest()[0].Record.Id;

    public async ValueTask DisposeAsync()
    {
        await Host.DrainAsync("end of test");
        await Host.DisposeAsync();
        await Downstream.DisposeAsync();
        _folder.Dispose();
    }
}
