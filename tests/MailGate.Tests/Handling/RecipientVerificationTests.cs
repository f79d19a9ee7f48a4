using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

internal sealed class RecipientVerificationTests
{
    [TestCase("live", 2)]
    [TestCase("cached", 1)]
    public async Task A_recipient_that_is_known_not_to_exist_is_asked_for_again_only_when_live(string recipients, int expectedQuestions)
    {
        await using FakeDownstream downstream = new FakeDownstream().On("RCPT", "550 5.1.1 No such user");
        await using TestGateway gateway = await TestGateway.StartAsync($$"""
            routes:
              - { default: true, recipients: {{recipients}}, targets: [ { host: 127.0.0.1, port: {{downstream.Listen().Port}} } ] }
            """);

        string first = await AskAsync(gateway, "nobody@local.example");
        string second = await AskAsync(gateway, "nobody@local.example");

        Assert.That(first, Does.StartWith("550 5.1.1 No such user"));
        Assert.That(second, Does.StartWith("550 5.1.1 No such user"));
        Assert.That(downstream.Sessions.SelectMany(s => s.Commands).Count(c => c.StartsWith("RCPT", StringComparison.Ordinal)), Is.EqualTo(expectedQuestions));
    }

    [Test]
    public async Task While_no_server_answers_one_that_is_known_not_to_exist_is_still_refused()
    {
        FakeDownstream downstream = new FakeDownstream().On("RCPT", "550 5.1.1 No such user", "250 2.1.5 Ok");
        await using TestGateway gateway = await TestGateway.StartAsync(downstream);
        await AskAsync(gateway, "nobody@local.example");
        await AskAsync(gateway, "somebody@local.example");

        await downstream.DisposeAsync();

        Assert.That(await AskAsync(gateway, "nobody@local.example"), Does.StartWith("550 5.1.1 No such user"));
        Assert.That(await AskAsync(gateway, "somebody@local.example"), Does.StartWith("451 4.4."));
    }

    private static async Task<string> AskAsync(TestGateway gateway, string recipient)
    {
        await using SmtpTestClient client = await gateway.GreetAsync();
        Assert.That(await client.CommandAsync("MAIL FROM:<a@client.example>"), Does.StartWith("250 "));
        string? reply = await client.CommandAsync($"RCPT TO:<{recipient}>");
        await client.CommandAsync("QUIT");
        return reply ?? "";
    }
}
