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

    // The first transaction teaches, by a live question; the second begins with a promise.
    [Test]
    public async Task A_recipient_that_is_known_is_accepted_at_once_and_asked_for_before_the_message_is_taken()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await StartCachedAsync(downstream);
        await using SmtpTestClient client = await TeachAsync(gateway, "a@local.example", "b@local.example");
        int before = Commands(downstream).Length;

        await client.SayAsync(
            ("MAIL FROM:<sender@client.example> RET=HDRS ENVID=e1", "250 "),
            ("RCPT TO:<a@local.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;orig@client.example", "250 2.1.5 "),
            ("RCPT TO:<b@LOCAL.example> NOTIFY=NEVER", "250 2.1.5 "));
        Assert.That(Commands(downstream)[before..], Is.Empty, "the server was not asked for the promise");

        await client.SayAsync(("DATA", "354 "));
        Assert.That(Commands(downstream)[before..], Is.EqualTo(new[]
        {
            "MAIL FROM:<sender@client.example> RET=HDRS ENVID=e1", "RCPT TO:<a@local.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;orig@client.example",
            "RCPT TO:<b@LOCAL.example> NOTIFY=NEVER",
        }).Or.EqualTo(new[]
        {
            "RSET", "MAIL FROM:<sender@client.example> RET=HDRS ENVID=e1", "RCPT TO:<a@local.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;orig@client.example",
            "RCPT TO:<b@LOCAL.example> NOTIFY=NEVER",
        }), "asked, with all that the client said, before it sends the message");

        await client.SayAsync((Talk.Message, "250 "));
        Assert.That(downstream.Messages.Single().Recipients, Has.Count.EqualTo(2));
    }

    [TestCase("250 2.1.5 Ok", "354 ")]
    [TestCase("550 5.1.1 No such user", "550 5.1.1 No such user")]
    [TestCase("550 5.7.1 Not from you", "550 5.7.1 Not from you")]
    [TestCase("450 4.2.0 Greylisted", "450 4.2.0 Greylisted")]
    [TestCase("421 4.3.2 Closing", "451 4.3.2 ")]
    [TestCase("551 5.1.6 Moved to <other@local.example>", "550 5.1.1 No such mailbox here")]
    public async Task A_promise_that_does_not_hold_is_the_reply_to_data_and_the_next_attempt_is_told_at_once(string reply, string expected)
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await StartCachedAsync(downstream);
        await using SmtpTestClient client = await TeachAsync(gateway, "a@local.example");
        downstream.On("RCPT", reply);

        await client.SayAsync(("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<a@local.example>", "250 "), ("DATA", expected));

        Assert.That(Commands(downstream), Has.None.EqualTo("DATA"));
        if (reply[0] != '2' && !reply.StartsWith("421", StringComparison.Ordinal))
        {
            await client.SayAsync(("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<a@local.example>", expected));
        }
    }

    [TestCase("550 5.1.1 No such user", "451 4.3.0 Not every recipient", "550 5.1.1 No such user")]
    [TestCase("550 5.7.1 Not from you", "451 4.3.0 Not every recipient", "550 5.7.1 Not from you")]
    [TestCase("450 4.2.0 Greylisted", "450 4.2.0 Greylisted", "450 4.2.0 Greylisted")]
    public async Task When_one_of_several_promises_does_not_hold_all_are_deferred_and_the_retry_has_a_reply_for_each(string reply, string atData, string atRetry)
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await StartCachedAsync(downstream);
        await using SmtpTestClient client = await TeachAsync(gateway, "a@local.example", "b@local.example");
        // One who does not exist is not even asked for again.
        downstream.On("RCPT", reply.StartsWith("550 5.1.1", StringComparison.Ordinal) ? ["250 2.1.5 Ok", reply, "250 2.1.5 Ok"] : ["250 2.1.5 Ok", reply, reply, "250 2.1.5 Ok"]);

        await client.SayAsync(("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<a@local.example>", "250 "), ("RCPT TO:<b@local.example>", "250 "), ("DATA", atData));
        Assert.That(downstream.Messages, Is.Empty);

        // The retry: one promise as before, and a question.
        await client.SayAsync(
            ("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<a@local.example>", "250 "), ("RCPT TO:<b@local.example>", atRetry), ("DATA", "354 "), (Talk.Message, "250 "));
        Assert.That(downstream.Messages.Single().Recipients.Single(), Does.StartWith("RCPT TO:<a@local.example>"));
    }

    [Test]
    public async Task A_new_recipient_beside_known_ones_is_asked_for_at_once()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await StartCachedAsync(downstream);
        await using SmtpTestClient client = await TeachAsync(gateway, "a@local.example");
        downstream.On("RCPT", "550 5.1.1 No such user", "250 2.1.5 Ok");

        await client.SayAsync(
            ("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<a@local.example>", "250 "), ("RCPT TO:<new@local.example>", "550 5.1.1 No such user"),
            ("DATA", "354 "), (Talk.Message, "250 "));

        Assert.That(downstream.Messages.Single().Recipients.Single(), Does.StartWith("RCPT TO:<a@local.example>"));
    }

    [Test]
    public async Task A_refused_sender_is_heard_of_at_data()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await StartCachedAsync(downstream);
        await using SmtpTestClient client = await TeachAsync(gateway, "a@local.example");
        downstream.On("MAIL", "550 5.7.1 Not you");

        await client.SayAsync(("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<a@local.example>", "250 "), ("DATA", "550 5.7.1 Not you"));
    }

    [Test]
    public async Task While_no_server_answers_no_message_is_taken_for_one_who_is_known()
    {
        FakeDownstream downstream = new();
        await using TestGateway gateway = await StartCachedAsync(downstream);
        await using SmtpTestClient client = await TeachAsync(gateway, "a@local.example");
        await downstream.DisposeAsync();

        await client.SayAsync(("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<a@local.example>", "250 "), ("DATA", "451 4.4."));
    }

    [TestCase("", "", TestName = "{m}(live)")]
    [TestCase("recipients: cached, recipient_cache: { positive: 0s }, ", "", TestName = "{m}(positive: 0s)")]
    [TestCase("recipients: cached, ", " SMTPUTF8", TestName = "{m}(SMTPUTF8)")]
    public async Task Where_the_answer_may_differ_or_shall_not_be_kept_the_server_is_asked_each_time(string setting, string parameter)
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await StartAsync(downstream, setting);
        await using SmtpTestClient client = await TeachAsync(gateway, "a@local.example");
        downstream.On("RCPT", "450 4.2.1 Not now");

        await client.SayAsync(($"MAIL FROM:<sender@client.example>{parameter}", "250 "), ("RCPT TO:<a@local.example>", "450 4.2.1 Not now"));
    }

    [Test]
    public async Task Known_recipients_of_lmtp_keep_their_order_and_their_replies()
    {
        await using FakeDownstream downstream = new() { IsLmtp = true };
        await using TestGateway gateway = await StartAsync(downstream, "recipients: cached, ", ", protocol: lmtp");
        await using SmtpTestClient client = await TeachAsync(gateway, "a@local.example");
        downstream.On(FakeDownstream.Dot, "250 2.0.0 Ok", "552 5.2.2 Full");

        // The new one is asked for first.
        await client.SayAsync(
            ("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<a@local.example>", "250 "), ("RCPT TO:<new@local.example>", "250 "), ("DATA", "354 "),
            (Talk.Message, "550 5.2.0 Delivered to some recipients, refused for: a@local.example"));
    }

    [Test]
    public async Task A_known_recipient_of_another_route_waits_for_a_transaction_of_its_own()
    {
        await using FakeDownstream first = new();
        await using FakeDownstream second = new();
        await using TestGateway gateway = await TestGateway.StartAsync($$"""
            routes:
              - { name: first, recipients: cached, domains: [ local.example ], targets: [ { host: 127.0.0.1, port: {{first.Listen().Port}} } ] }
              - { name: second, recipients: cached, domains: [ "*.local.example" ], targets: [ { host: 127.0.0.1, port: {{second.Listen().Port}} } ] }
            relay: { from: [ 127.0.0.0/8 ] }

            """);
        await using SmtpTestClient client = await TeachAsync(gateway, "a@local.example");
        await client.SayAsync(("RSET", "250 "), ("MAIL FROM:<x@client.example>", "250 "), ("RCPT TO:<b@sub.local.example>", "250 "), ("RSET", "250 "));

        await client.SayAsync(
            ("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<a@local.example>", "250 "), ("RCPT TO:<b@sub.local.example>", "452 4.5.3 "), ("DATA", "354 "), (Talk.Message, "250 "),
            ("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<b@sub.local.example>", "250 "), ("DATA", "354 "), (Talk.Message, "250 "));

        Assert.That(first.Messages.Single().Recipients.Single(), Does.StartWith("RCPT TO:<a@local.example>"));
        Assert.That(second.Messages.Single().Recipients.Single(), Does.StartWith("RCPT TO:<b@sub.local.example>"));
    }

    [Test]
    public async Task A_known_recipient_is_known_by_the_address_that_the_server_is_told()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await StartAsync(downstream, "recipients: cached, ", more: "rewrite: { aliases: [ { match: alias@local.example, to: real@local.example } ] }");
        await using SmtpTestClient client = await TeachAsync(gateway, "real@local.example");
        int before = Commands(downstream).Length;

        await client.SayAsync(("MAIL FROM:<sender@client.example>", "250 "), ("RCPT TO:<alias@local.example> NOTIFY=FAILURE", "250 "));
        Assert.That(Commands(downstream)[before..], Is.Empty);

        await client.SayAsync(("DATA", "354 "), (Talk.Message, "250 "));
        Assert.That(downstream.Messages.Single().Recipients.Single(), Is.EqualTo("RCPT TO:<real@local.example> NOTIFY=FAILURE ORCPT=rfc822;alias@local.example"));
    }

    private static Task<TestGateway> StartCachedAsync(FakeDownstream downstream) => StartAsync(downstream, "recipients: cached, ");

    private static Task<TestGateway> StartAsync(FakeDownstream downstream, string setting, string target = "", string more = "") => TestGateway.StartAsync($$"""
        routes:
          - { default: true, {{setting}}targets: [ { host: 127.0.0.1, port: {{downstream.Listen().Port}}{{target}} } ] }
        {{more}}
        """);

    // A transaction that is given up: nothing is delivered.
    private static async Task<SmtpTestClient> TeachAsync(TestGateway gateway, params string[] recipients)
    {
        SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<teacher@client.example>", "250 "));
        foreach (string recipient in recipients)
        {
            await client.SayAsync(($"RCPT TO:<{recipient}>", "250 "));
        }

        await client.SayAsync(("RSET", "250 "));
        return client;
    }

    private static string[] Commands(FakeDownstream downstream) => [.. downstream.Sessions.SelectMany(session => session.Commands)];

    private static async Task<string> AskAsync(TestGateway gateway, string recipient)
    {
        await using SmtpTestClient client = await gateway.GreetAsync();
        Assert.That(await client.CommandAsync("MAIL FROM:<a@client.example>"), Does.StartWith("250 "));
        string? reply = await client.CommandAsync($"RCPT TO:<{recipient}>");
        await client.CommandAsync("QUIT");
        return reply ?? "";
    }
}
