using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MailGate.EndToEnd.Support;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.EndToEnd.Upgrade;

/// <summary>A new version takes over while mail comes in: the socket is handed from process to process, nobody is refused and nothing is lost.</summary>
internal sealed class UpgradeTests
{
    private const int Clients = 8;
    private const int Upgrades = 4;
    private const int MessagesBetween = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <param name="isOverlapping">False: the old one ends before the new one starts (systemctl restart); true: the new one serves before the old one is told to end.</param>
    [Test]
    public async Task Upgrade_under_load_refuses_no_connection_and_loses_no_message([Values] bool isOverlapping)
    {
        await using MailSink sink = new();
        await using ServiceManager manager = new(address => Settings(address, sink));
        Process gateway = await manager.StartAsync();
        UpgradeLoad load = new(manager.Address);
        Task running = load.RunAsync(Clients);
        for (int i = 0; i < Upgrades; i++)
        {
            await ReachAsync(load, load.Accepted.Count + MessagesBetween, running);
            Process? next = isOverlapping ? await manager.StartAsync() : null;
            Assert.That(await manager.StopAsync(gateway), Is.Zero);
            gateway = next ?? await manager.StartAsync();
        }

        await ReachAsync(load, load.Accepted.Count + MessagesBetween, running);
        load.Finish();
        await running.WaitAsync(Patience);

        Figures.Report(
            $"{Upgrades} upgrades under load by a handed-over socket, {(isOverlapping ? "new beside old" : "one after the other")}: {load.Sessions} sessions, {load.Accepted.Count} answered 250, {sink.Messages.Count} delivered, {load.PutOff} put off by 4xx, {load.Broken.Count} broken");
        Assert.That(load.Broken, Is.Empty);
        Assert.That(load.Accepted.Where(number => !sink.Messages.ContainsKey(number)), Is.Empty, "answered 250 and not at the server behind");
        Assert.That(sink.Messages.Values, Is.All.EqualTo(1), "delivered twice");
    }

    [Test]
    public async Task Socket_activation_of_systemd_starts_the_gateway_at_the_first_connection()
    {
        string activate = Tools.Find("systemd-socket-activate", "systemd");
        await using MailSink sink = new();
        await using ServiceManager manager = new(address => Settings(address, sink));
        int port = Tools.FreePort();
        using Process process = Process.Start(activate, ["-E", "DOTNET_ROOT", "--fdname=mx", $"--listen=127.0.0.1:{port}", BuiltProgram.Path, "run", "-c", manager.ConfigurationFile]);
        try
        {
            await using SmtpTestClient client = await ConnectAsync(port);
            Assert.That(await client.ReadReplyAsync(), Does.StartWith("220 mx.ex.test"));
            Assert.That(await client.CommandAsync("QUIT"), Does.StartWith("221"));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
    }

    [Test]
    public async Task Socket_that_no_listener_is_for_is_an_error()
    {
        await using ServiceManager manager = new(_ => "listeners: [ { address: \"127.0.0.1:0\", name: mx } ]\ndownstream: capture\n");
        (int code, string output) = await manager.FailAsync("other");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain($"no listener has the address or the name of the socket handed over: {manager.Address} (other)"));
    }

    [Test]
    public async Task Descriptor_that_is_no_socket_is_an_error()
    {
        await using ServiceManager manager = new(_ => "listeners: [ { address: \"127.0.0.1:0\", name: mx } ]\ndownstream: capture\n");
        (int code, string output) = await manager.FailAsync("mx", descriptor: "/dev/null");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain("file descriptor 3, handed over by LISTEN_FDS, is not a listening TCP socket"));
    }

    private static string Settings(IPEndPoint address, MailSink sink) => $$"""
        listeners: [ { address: "{{address}}", name: mx } ]
        downstream: "127.0.0.1:{{sink.Port}}"
        journal: { enabled: false }
        limits: { sessions_per_address: 500, errors: 1000 }

        """;

    private static async Task ReachAsync(UpgradeLoad load, int accepted, Task running)
    {
        using CancellationTokenSource patience = new(Patience);
        while (load.Accepted.Count < accepted && !running.IsCompleted)
        {
            await Task.Delay(5, patience.Token);
        }
    }

    private static async Task<SmtpTestClient> ConnectAsync(int port)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                return await SmtpTestClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
            }
            catch (SocketException) when (i < 200)
            {
                await Task.Delay(50);
            }
        }
    }
}
