using MailGate.Observability.Metrics;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling.Duplicates;

/// <summary>The time after the dot (RFC 1047): what a client tries again is delivered once, if it can be known that it was, and never not at all.</summary>
internal sealed class DuplicateWindowTests
{
    private const string Message = "Message-ID: <1@client.example>\r\nSubject: x\r\n\r\nbody\r\n.";

    [Test]
    public async Task A_message_that_the_server_took_too_late_is_answered_250_the_next_time_and_not_sent_again()
    {
        await using FakeDownstream downstream = new();
        downstream.On(FakeDownstream.Dot, FakeAnswer.Late("250 2.0.0 At last"), FakeAnswer.Reply("250 2.0.0 Ok"));
        ManualTimeProvider time = new();
        await using TestGateway gateway = await StartAsync(downstream, time);
        await using SmtpTestClient client = await gateway.GreetAsync();

        Assert.That(await GiveUpAsync(client, downstream, time), Does.StartWith("451 4.4.2 "));
        Assert.That(await SendAsync(client), Does.StartWith("451 4.4.2 The destination has not yet answered"), "its reply may still come");
        downstream.Release();
        await Talk.UntilAsync(() => LateReplies(gateway, "2xx") == 1, "no late reply");

        Assert.That(await SendAsync(client), Does.StartWith("250 2.0.0 OK, delivered by an earlier attempt"));
        Assert.That(downstream.Messages, Has.Count.EqualTo(1));
        await AssertAccountsAgreeAsync(gateway, accepted: 1);
    }

    [TestCase("250 2.0.0 At last", "Message-ID: <1@client.example>\r\nSubject: x\r\n\r\nanother body\r\n.", "user", TestName = "{m}(another body)")]
    [TestCase("250 2.0.0 At last", "Message-ID: <2@client.example>\r\nSubject: x\r\n\r\nbody\r\n.", "user", TestName = "{m}(another Message-ID)")]
    [TestCase("250 2.0.0 At last", "Message-ID: <1@client.example>\r\nSubject: y\r\n\r\nbody\r\n.", "user", TestName = "{m}(another subject)")]
    [TestCase("250 2.0.0 At last", Message, "other", TestName = "{m}(another recipient)")]
    [TestCase("450 4.2.0 After all not", Message, "user", TestName = "{m}(a late refusal)")]
    public async Task Anything_else_is_sent(string late, string message, string recipient)
    {
        await using FakeDownstream downstream = new();
        downstream.On(FakeDownstream.Dot, FakeAnswer.Late(late), FakeAnswer.Reply("250 2.0.0 Ok"));
        ManualTimeProvider time = new();
        await using TestGateway gateway = await StartAsync(downstream, time);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await GiveUpAsync(client, downstream, time);
        downstream.Release();
        await Talk.UntilAsync(() => LateReplies(gateway, "2xx") + LateReplies(gateway, "4xx") == 1, "no late reply");

        Assert.That(await SendAsync(client, message, recipient), Is.EqualTo("250 2.0.0 Ok"));
        Assert.That(downstream.Messages, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_message_without_an_identity_of_its_own_is_sent_again()
    {
        await using FakeDownstream downstream = new();
        downstream.On(FakeDownstream.Dot, FakeAnswer.Late("250 2.0.0 At last"), FakeAnswer.Reply("250 2.0.0 Ok"));
        ManualTimeProvider time = new();
        await using TestGateway gateway = await StartAsync(downstream, time);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await GiveUpAsync(client, downstream, time, Talk.Message);

        Assert.That(await SendAsync(client, Talk.Message), Is.EqualTo("250 2.0.0 Ok"), "tomorrow's may have the same octets");
    }

    [Test]
    public async Task A_message_whose_server_died_after_the_dot_is_sent_again()
    {
        await using FakeDownstream downstream = new();
        downstream.On(FakeDownstream.Dot, FakeAnswer.Close, FakeAnswer.Reply("250 2.0.0 Ok"));
        await using TestGateway gateway = await TestGateway.StartAsync(downstream);
        await using SmtpTestClient client = await gateway.GreetAsync();

        Assert.That(await SendAsync(client), Does.StartWith("451 4.4.2 "));
        Assert.That(await SendAsync(client), Is.EqualTo("250 2.0.0 Ok"));
        await AssertAccountsAgreeAsync(gateway, accepted: 1);
    }

    [TestCase("450 4.2.2 Full", "250 2.0.0 Ok", TestName = "LMTP-01, one who may still get it")]
    [TestCase("450 4.2.2 Full", "450 4.2.2 Still full", TestName = "LMTP-01, one who may get it later still")]
    public async Task LMTP_01_a_second_attempt_leaves_out_who_has_the_message(string first, string second)
    {
        await using FakeDownstream downstream = new() { IsLmtp = true };
        downstream.On(FakeDownstream.Dot, FakeAnswer.Reply("250 2.0.0 Ok"), FakeAnswer.Reply(first), FakeAnswer.Reply(second));
        await using TestGateway gateway = await TestGateway.StartAsync($$"""
            routes: [ { default: true, targets: [ { host: 127.0.0.1, port: {{downstream.Listen().Port}}, protocol: lmtp } ] } ]

            """);
        await using SmtpTestClient client = await gateway.GreetAsync();

        Assert.That(await SendAsync(client, Message, "one", "two"), Does.StartWith("451 4.3.0 "));
        string reply = await SendAsync(client, Message, "one", "two");

        Assert.That(reply, Does.StartWith(second[..3]));
        Assert.That(downstream.Messages.Select(message => string.Join(' ', message.Recipients.Select(r => r.Split('<', '@')[1]))), Is.EqualTo(new[] { "one two", "two" }));
        await AssertAccountsAgreeAsync(gateway, accepted: second[0] == '2' ? 1 : 0);
    }

    [Test]
    public async Task LMTP_02_refusals_that_are_final_are_named_in_the_clients_words()
    {
        await using FakeDownstream downstream = new() { IsLmtp = true };
        downstream.On(FakeDownstream.Dot, "250 2.0.0 Ok", "552 5.2.2 Full");
        await using TestGateway gateway = await TestGateway.StartAsync($$"""
            routes: [ { default: true, targets: [ { host: 127.0.0.1, port: {{downstream.Listen().Port}}, protocol: lmtp } ] } ]

            """);
        await using SmtpTestClient client = await gateway.GreetAsync();

        Assert.That(await SendAsync(client, Message, "one", "two"), Does.StartWith("550 5.2.0 Delivered to some recipients, refused for: two@local.example"));
    }

    private static Task<TestGateway> StartAsync(FakeDownstream downstream, ManualTimeProvider time) =>
        TestGateway.StartAsync(downstream, "limits: { idle: 1d, session_time: 7d }\ntimeouts: { reply: 4m, final_dot: 30m }\n", time);

    // Sends the message and turns the clock just past the time that a client is made to wait.
    private static async Task<string> GiveUpAsync(SmtpTestClient client, FakeDownstream downstream, ManualTimeProvider time, string message = Message)
    {
        Task<string> reply = SendAsync(client, message);
        await downstream.Stalled.WaitAsync(TimeSpan.FromSeconds(30));
        for (int i = 0; i < 50 && !reply.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.WhenAny(reply, Task.Delay(TimeSpan.FromMilliseconds(50)));
        }

        return await reply;
    }

    private static async Task<string> SendAsync(SmtpTestClient client, string message = Message, params string[] recipients)
    {
        await client.SayAsync(("MAIL FROM:<sender@client.example>", "250 "));
        foreach (string recipient in recipients.Length > 0 ? recipients : ["user"])
        {
            await client.SayAsync(($"RCPT TO:<{recipient}@local.example>", "250 "));
        }

        await client.SayAsync(("DATA", "354 "));
        return await client.CommandAsync(message) ?? "closed";
    }

    private static long LateReplies(TestGateway gateway, string codeClass) => gateway.Host.Metrics.DownstreamLateReplies.With("default", codeClass).Value;

    // The reply leaves a moment before it is booked.
    private static Task AssertAccountsAgreeAsync(TestGateway gateway, int accepted)
    {
        GatewayMetrics metrics = gateway.Host.Metrics;
        return Talk.UntilAsync(() => metrics.Accepted.With().Value == accepted && metrics.DownstreamAccepted.With().Value == accepted,
            $"accepted {metrics.Accepted.With().Value}, by servers behind {metrics.DownstreamAccepted.With().Value}");
    }
}
