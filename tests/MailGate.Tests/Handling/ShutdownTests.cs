using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>The end of the program waits for nobody beyond the drain time: not for servers that stall, whatever their own time-outs are.</summary>
internal sealed class ShutdownTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(25);

    [Test]
    public async Task A_stalled_server_does_not_hold_up_the_end([Values(FakeDownstream.Greeting, "EHLO", "RCPT", "DATA", FakeDownstream.Dot)] string phase)
    {
        await using FakeDownstream downstream = new();
        downstream.On(phase, FakeAnswer.Stall);
        await using TestGateway gateway = await TestGateway.StartAsync(downstream);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SendAsync("MAIL FROM:<a@client.example>\r\nRCPT TO:<user@local.example>\r\nDATA\r\n");
        if (phase == FakeDownstream.Dot)
        {
            await Talk.UntilAsync(() => downstream.Sessions.Any(session => session.Commands.Any(command => command.StartsWith("RCPT", StringComparison.Ordinal))), "RCPT did not come");
            await client.SendAsync(Talk.Message + "\r\n");
        }
        else if (phase == "DATA")
        {
            await client.SendAsync(Talk.Message + "\r\n");
        }

        await downstream.Stalled.WaitAsync(Bound);
        // The gateway asks for the server's keywords on a connection of its own: the client's is another one, or the same later.
        await Talk.UntilAsync(() => phase is not (FakeDownstream.Greeting or "EHLO") || downstream.Sessions.Count > 1, "nobody connected for the client");
        await gateway.Host.DrainAsync("a test").WaitAsync(Bound);

        Assert.That(downstream.Messages.Count(message => message.IsAccepted), Is.Zero);
    }

    [Test]
    public async Task A_message_under_way_gets_its_reply_and_then_everybody_421()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, "drain: 5m\n");
        await using SmtpTestClient idle = await gateway.GreetAsync();
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<user@local.example>", "250 "), ("DATA", "354 "));
        Task draining = gateway.Host.DrainAsync("a test");

        Assert.That(await idle.ReadReplyAsync(), Does.StartWith("421 4.3.2 "));
        await client.SayAsync((Talk.Message, "250 "));
        Assert.That(await client.ReadReplyAsync(), Does.StartWith("421 4.3.2 "));
        await Task.WhenAll(idle.DisposeAsync().AsTask(), client.DisposeAsync().AsTask());
        await draining.WaitAsync(Bound);
        Assert.That(downstream.Messages, Has.Count.EqualTo(1));
    }
}
