using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>A session keeps what it began with, and is not the worse for a reload under it.</summary>
internal sealed class ReloadTests
{
    private const string NoNameServer = "dns: { servers: [ \"127.0.0.1:9\" ], timeout: 100ms, attempts: 1 }\n";

    [Test]
    public async Task A_message_under_way_is_taken_when_the_name_servers_have_changed_meanwhile()
    {
        await using FakeDownstream downstream = new();
        string route = $"downstream: \"{downstream.Listen()}\"\n";
        await using TestGateway gateway = await TestGateway.StartAsync(route + NoNameServer);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<user@local.example>", "250 "), ("DATA", "354 "));

        Assert.That(await gateway.ReloadAsync(route + NoNameServer.Replace("100ms", "200ms", StringComparison.Ordinal)), Is.True);

        await client.SayAsync(("From: a@other.example\r\n" + Talk.Message, "250 "));
        Assert.That(downstream.Messages, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Each_refusal_of_a_transaction_ends_in_its_id()
    {
        await using FakeDownstream downstream = new();
        downstream.On(FakeDownstream.Dot, "550 5.7.1 No");
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, "limits: { received_hops: 5 }\n");
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<user@local.example>", "250 "), ("DATA", "354 "));
        Assert.That(await client.CommandAsync(Talk.Message), Does.Match(@"^550 5\.7\.1 No \[\w+\.1\]$"));
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<user@local.example>", "250 "), ("DATA", "354 "));
        Assert.That(await client.CommandAsync(string.Concat(Enumerable.Repeat("Received: x\r\n", 6)) + "\r\n."), Does.Match(@"^554 5\.4\.6 .* \[\w+\.2\]$"));
        Assert.That(await client.CommandAsync("DATA"), Does.Match(@"^503 5\.5\.1 .* \[\w+\]$"));
    }
}
