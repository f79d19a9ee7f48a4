using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MailGate.EndToEnd.Support;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.EndToEnd.Load;

/// <summary>What thousands of idle clients and hundreds of slow ones do to everybody else. It prints figures; it asserts that all are served.</summary>
internal sealed class SlowClientFigures
{
    private const int Idle = 5000;
    private const int Slow = 500;
    private const int Messages = 300;

    // For a connection and its greeting; what takes longer hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task Idle_and_slow_clients_leave_the_others_their_service()
    {
        await using MailSink sink = new();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync($$"""
            listeners: [ { address: "127.0.0.1:0", name: mx } ]
            downstream: "127.0.0.1:{{sink.Port}}"
            limits: { sessions: 20000, sessions_per_address: 20000 }

            """);
        IPEndPoint server = gateway.EndPoints[0];
        await MeasureAsync(server);
        TimeSpan[] alone = await MeasureAsync(server);
        Report("alone", alone, gateway.ResidentOctets);

        List<Socket> crowd = [];
        using CancellationTokenSource end = new();
        Task dripping = Task.CompletedTask;
        try
        {
            for (int i = 0; i < Idle + Slow; i++)
            {
                crowd.Add(await ConnectAsync(server, isSlow: i >= Idle));
            }

            dripping = DripAsync(crowd[Idle..], end.Token);
            TimeSpan[] crowded = await MeasureAsync(server);
            Report($"beside {Idle} idle and {Slow} slow clients", crowded, gateway.ResidentOctets);
            Assert.That(crowd.All(socket => socket.Connected), Is.True);
            // Loose, for the machine has other work too: what this would catch is others waiting for the slow ones.
            Assert.That(crowded[Messages / 2], Is.LessThan((5 * alone[Messages / 2]) + TimeSpan.FromMilliseconds(50)));
        }
        finally
        {
            await end.CancelAsync();
            await dripping.WaitAsync(Patience);
            crowd.ForEach(socket => socket.Dispose());
        }
    }

    private static async Task<TimeSpan[]> MeasureAsync(IPEndPoint server)
    {
        List<TimeSpan> times = [];
        for (int i = 0; i < Messages; i++)
        {
            long startedAt = Stopwatch.GetTimestamp();
            await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(server);
            Assert.That(await client.ReadReplyAsync(), Does.StartWith("220 "));
            foreach ((string line, string expected) in new[]
            {
                ("EHLO client.example", "250-"), ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<user@ex.test>", "250 "), ("DATA", "354 "), ("X-Number: 1\r\n\r\nx\r\n.", "250 "),
            })
            {
                Assert.That(await client.CommandAsync(line), Does.StartWith(expected));
            }

            times.Add(Stopwatch.GetElapsedTime(startedAt));
        }

        return [.. times.Order()];
    }

    private static void Report(string title, TimeSpan[] times, long resident) => Figures.Report(string.Create(
        CultureInfo.InvariantCulture,
        $"A message with its connection, {title}: median {times[Messages / 2].TotalMilliseconds:F2} ms, 95 % {times[Messages * 95 / 100].TotalMilliseconds:F2} ms, 99 % {times[Messages * 99 / 100].TotalMilliseconds:F2} ms; {resident >> 20} MiB resident"));

    private static async Task<Socket> ConnectAsync(IPEndPoint server, bool isSlow)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using CancellationTokenSource timeout = new(Patience);
        await socket.ConnectAsync(server, timeout.Token);
        byte[] greeting = new byte[200];
        Assert.That(Encoding.ASCII.GetString(greeting, 0, await socket.ReceiveAsync(greeting, timeout.Token)), Does.StartWith("220 "));
        if (isSlow)
        {
            await socket.SendAsync("EHLO slow.example\r\nMAIL FROM:<slow@client.example>\r\nRCPT TO:<user@ex.test>\r\nDATA\r\n"u8.ToArray());
        }

        return socket;
    }

    // An octet from each, over and over.
    private static async Task DripAsync(List<Socket> slow, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                foreach (Socket socket in slow)
                {
                    await socket.SendAsync("x"u8.ToArray(), cancellationToken);
                }

                await Task.Delay(500, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }
}
