using System.Net;
using MailGate.EndToEnd.Support;
using NUnit.Framework;

namespace MailGate.EndToEnd.Ledger;

/// <summary>Nothing is lost: each message that was answered 250 is at the server behind, whoever dies and whenever.</summary>
internal sealed class LedgerTests
{
    private const int Messages = 2000;
    private const int Sessions = 20;
    private const int Deaths = 6;
    private const int Seed = 20261122;

    // What takes longer hangs.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    [Test]
    public async Task Nothing_is_lost_when_the_gateway_is_killed_at_random_points()
    {
        await using MailSink sink = new();
        int port = Tools.FreePort();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Settings(port, sink));
        LedgerSender sender = new(() => new IPEndPoint(IPAddress.Loopback, port), Messages);
        Task sending = sender.RunAsync(Sessions).WaitAsync(Bound);
        foreach (int point in Points())
        {
            await ReachAsync(sender, point, sending);
            await gateway.KillAsync();
            await gateway.RestartAsync();
        }

        await sending;
        Print("mailgate killed", sender, sink);
        AssertNothingIsLost(sender, sink);
    }

    [Test]
    public async Task Nothing_is_lost_when_the_server_behind_dies_at_random_points()
    {
        await using MailSink sink = new();
        int port = Tools.FreePort();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Settings(port, sink));
        LedgerSender sender = new(() => new IPEndPoint(IPAddress.Loopback, port), Messages);
        Task sending = sender.RunAsync(Sessions).WaitAsync(Bound);
        foreach (int point in Points())
        {
            await ReachAsync(sender, point, sending);
            sink.Crash();
            // Long enough for every session to meet a dead server.
            await ReachAsync(() => sender.Deferred, sender.Deferred + Sessions, sending);
            sink.Restart();
        }

        await sending;
        Print("downstream killed", sender, sink);
        AssertNothingIsLost(sender, sink);
    }

    private static string Settings(int port, MailSink sink) => $$"""
        listeners: [ { address: "127.0.0.1:{{port}}", name: mx } ]
        downstream: "127.0.0.1:{{sink.Port}}"
        limits: { sessions_per_address: 500, errors: 1000 }

        """;

    private static IEnumerable<int> Points()
    {
        Random random = new(Seed);
        return Enumerable.Range(0, Deaths).Select(_ => random.Next(1, Messages - Sessions)).Order();
    }

    private static Task ReachAsync(LedgerSender sender, int accepted, Task sending) => ReachAsync(() => sender.Accepted.Count, accepted, sending);

    private static async Task ReachAsync(Func<int> count, int wanted, Task sending)
    {
        while (count() < wanted && !sending.IsCompleted)
        {
            await Task.Delay(1);
        }
    }

    private static void Print(string title, LedgerSender sender, MailSink sink)
    {
        int missing = sender.Accepted.Count(number => !sink.Messages.ContainsKey(number));
        Figures.Report(
            $"Ledger, {title} {Deaths} times: {sender.Attempts} attempts, {sender.Deferred} deferred, {sender.Accepted.Count} answered 250, "
            + $"{sink.Messages.Count} delivered, {sink.Messages.Values.Sum() - sink.Messages.Count} duplicates, {missing} missing");
    }

    private static void AssertNothingIsLost(LedgerSender sender, MailSink sink)
    {
        Assert.That(sender.Refusals, Is.Empty);
        Assert.That(sender.Accepted, Has.Count.EqualTo(Messages));
        Assert.That(sender.Accepted.Where(number => !sink.Messages.ContainsKey(number)), Is.Empty, "answered 250 and not at the server behind");
    }
}
