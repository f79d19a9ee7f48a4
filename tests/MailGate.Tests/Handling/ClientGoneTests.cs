using System.Text;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;
using static MailGate.Tests.Handling.SmtpCaseRunner;

namespace MailGate.Tests.Handling;

/// <summary>A client that vanishes before its dot has sent nothing: the server behind never gets a dot, nor half a message.</summary>
internal sealed class ClientGoneTests
{
    [TestCase("none", "", TestName = "{m}(at once)")]
    [TestCase("ehlo", "", TestName = "{m}(after EHLO)")]
    [TestCase("mail", "", TestName = "{m}(after MAIL)")]
    [TestCase("rcpt", "", TestName = "{m}(after RCPT)")]
    [TestCase("rcpt", "DATA\r", TestName = "{m}(within a command)")]
    [TestCase("data", "", TestName = "{m}(after DATA)")]
    [TestCase("data", "Subject: x\r\n\r\nbody\r\n.", TestName = "{m}(at the dot)")]
    [TestCase("data", "Subject: x\r\n\r\nbody\r\n.\r", TestName = "{m}(within the dot's line)")]
    [TestCase("rcpt", "BDAT 20\r\nSubject: x\r\n\r\nbody\r\n", TestName = "{m}(after a chunk that is not the last)")]
    [TestCase("rcpt", "BDAT 100 LAST\r\nSubject: x\r\n\r\nbody\r\n", TestName = "{m}(within the last chunk)")]
    public async Task Nothing_is_delivered(string prelude, string octets)
    {
        await using FakeDownstream downstream = new();
        TestGateway gateway = await TestGateway.StartAsync(downstream);
        await using (gateway)
        {
            await using (SmtpTestClient client = await gateway.ConnectAsync())
            {
                await BeginAsync(client, prelude, Way.Clear);
                await client.SendAsync(octets);
            }

            await using SmtpTestClient next = await gateway.GreetAsync();
            await next.DeliverAsync();
        }

        Assert.That(downstream.Messages, Has.Count.EqualTo(1), "only the next client's");
        Assert.That(downstream.Sessions.SelectMany(session => session.Commands).Count(command => command == "DATA"), Is.EqualTo(1));
        AssertSoundLog(gateway.Log());
    }

    // RFC 1047: who leaves while the reply is awaited gets the message again or not at all, and it is counted by the server behind once.
    [Test]
    public async Task A_client_that_leaves_before_our_reply_has_its_message_once()
    {
        await using FakeDownstream downstream = new();
        downstream.On(FakeDownstream.Dot, FakeAnswer.Late("250 2.0.0 Ok"));
        await using TestGateway gateway = await TestGateway.StartAsync(downstream);
        await using (SmtpTestClient client = await gateway.GreetAsync())
        {
            await client.SayAsync(("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<user@local.example>", "250 "), ("DATA", "354 "));
            await client.SendAsync(Talk.Message + "\r\n");
            await Talk.UntilAsync(() => downstream.Sessions.Any(s => Encoding.ASCII.GetString(s.Received).EndsWith("\r\n.\r\n", StringComparison.Ordinal)), "no dot");
        }

        downstream.Release();
        await Talk.UntilAsync(() => downstream.Messages.Count == 1, "not delivered");
        await using SmtpTestClient next = await gateway.GreetAsync();
        await next.SayAsync(("NOOP", "250 "));
    }

    [Test]
    public async Task The_dot_is_not_sent_for_a_client_that_left_while_the_server_behind_took_its_time()
    {
        await using FakeDownstream downstream = new();
        downstream.On("DATA", FakeAnswer.Late("354 Go on"));
        await using TestGateway gateway = await TestGateway.StartAsync(downstream);
        await using (SmtpTestClient client = await gateway.GreetAsync())
        {
            await client.SayAsync(("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<user@local.example>", "250 "), ("DATA", "354 "));
            await client.SendAsync(Talk.Message + "\r\n");
            await Talk.UntilAsync(() => downstream.Sessions.Any(s => s.Commands.Contains("DATA")), "no DATA");
            client.Reset();
        }

        downstream.Release();
        await Talk.UntilAsync(() => downstream.Sessions.Any(s => s.Commands.Contains("DATA") && s.Ended.IsCompleted), "the connection goes on");
        Assert.That(downstream.Messages, Is.Empty);
    }
}
