using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>A refusal ends with the id by which log, journal and quarantine know its transaction.</summary>
internal sealed class TransactionIdTests
{
    private const string Rules = """
        rules:
          - { name: SENDER, when: mail.from.local == "bad", action: reject }
          - { name: RCPT, when: rcpt.local == "bad", action: reject }
          - { name: BAD, when: 'header("Subject") == "bad"', action: reject }
        """;

    [Test]
    public async Task Each_refusal_carries_the_id_of_its_own_transaction()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, rules: Rules);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.DeliverAsync();
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "));
        string? recipient = await client.CommandAsync("RCPT TO:<bad@local.example>");
        await client.SayAsync(("RCPT TO:<u@local.example>", "250 "), ("DATA", "354 "));
        string? message = await client.CommandAsync("Subject: bad\r\n\r\n.");
        string? sender = await client.CommandAsync("MAIL FROM:<bad@client.example>");
        string? elsewhere = await client.CommandAsync("NONSENSE");

        Assert.That(recipient, Does.StartWith("550 ").And.EndWith(".2]"));
        Assert.That(message, Does.StartWith("550 ").And.EndWith(".2]"));
        Assert.That(sender, Does.StartWith("550 ").And.EndWith(".3]"));
        Assert.That(elsewhere, Does.Match(@"^500 .*\[[0-9A-Z]{12}\]$"), "what belongs to no transaction has the session's");
        string id = message![(message!.IndexOf('[', StringComparison.Ordinal) + 1)..^1];
        await Talk.UntilAsync(() => gateway.Log().Contains($"\"id\":\"{id}\"", StringComparison.Ordinal), "the log's line has it, too");
    }
}
