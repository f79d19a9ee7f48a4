using System.Globalization;
using System.Net;
using System.Runtime.Versioning;
using MailGate.EndToEnd.Support;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.EndToEnd.Running;

/// <summary>What the threads of a running gateway show of the three switches, from outside.</summary>
[SupportedOSPlatform("linux")]
internal static class RunningSwitches
{
    private const int Messages = 400;

    // Names as .NET gives them to its threads; the kernel keeps 15 characters.
    private const string SocketThread = ".NET Sockets";
    private const string PoolThread = ".NET TP Worker";

    /// <summary>Starts a gateway by a command, sends mail, and looks.</summary>
    public static async Task AssertInForceAsync(IReadOnlyList<string> command)
    {
        await using MailSink sink = new();
        int admin = Tools.FreePort();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync($$"""
            listeners: [ { address: "127.0.0.1:0", name: mx } ]
            downstream: "127.0.0.1:{{sink.Port}}"
            admin: { listen: "127.0.0.1:{{admin}}" }
            journal: { enabled: false }

            """, command);
        await SendAsync(gateway.EndPoints[0]);

        (string Name, long Nanoseconds)[] threads = Threads(gateway.Id);
        long polling = threads.Where(thread => thread.Name == SocketThread).Sum(thread => thread.Nanoseconds);
        long pool = threads.Where(thread => thread.Name == PoolThread).Sum(thread => thread.Nanoseconds);
        Figures.Report(string.Create(CultureInfo.InvariantCulture, $"CPU of {Messages} messages ({Path.GetFileName(command[^1])}): {polling / 1_000_000} ms in threads that poll sockets, {pool / 1_000_000} ms in the pool"));
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
        string metrics = await http.GetStringAsync(new Uri($"http://127.0.0.1:{admin}/metrics"));
        Assert.That(metrics, Does.Contain("mailgate_runtime_info{inline_completions=\"1\",socket_threads=\"2\",spin_limit=\"0\"} 1"));

        Assert.That(threads.Count(thread => thread.Name == SocketThread), Is.EqualTo(2), "by default there is one for every thirty processors");
        Assert.That(polling, Is.GreaterThan(pool), "sessions run where their sockets are polled");
    }

    private static async Task SendAsync(IPEndPoint server)
    {
        await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(server);
        Assert.That(await client.ReadReplyAsync(), Does.StartWith("220 "));
        Assert.That(await client.CommandAsync("EHLO client.example"), Does.StartWith("250-"));
        for (int i = 0; i < Messages; i++)
        {
            foreach ((string line, string expected) in new[] { ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<user@ex.test>", "250 "), ("DATA", "354 "), ("X-Number: 1\r\n\r\nx\r\n.", "250 ") })
            {
                Assert.That(await client.CommandAsync(line), Does.StartWith(expected));
            }
        }
    }

    // The first number of schedstat: time on a processor.
    private static (string Name, long Nanoseconds)[] Threads(int process) =>
    [
        .. Directory.GetDirectories($"/proc/{process}/task").Select(task => (
            File.ReadAllText(Path.Combine(task, "comm")).Trim(),
            long.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture))),
    ];
}
