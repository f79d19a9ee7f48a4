using System.Text;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client;

internal sealed class DownstreamConnectionTests
{
    [Test]
    public async Task A_message_takes_three_writes_with_the_dot_in_the_last_one()
    {
        await using var harness = new ClientHarness();
        DownstreamConnection connection = await harness.ConnectAsync();
        int greeting = harness.Session.Writes.Count;

        DownstreamOutcome outcome = await harness.SendAsync(connection);

        Assert.That(outcome.ToString(), Is.EqualTo("Dot: Reply, 250 2.0.0 Queued"));
        Assert.That(harness.Session.Writes.Skip(greeting), Is.EqualTo(new[]
        {
            "MAIL FROM:<a@client.test>\r\nRCPT TO:<b@example.com>\r\n", "DATA\r\n", "Subject: x\r\n\r\nhello\r\n.\r\n",
        }));
    }

    [Test]
    public async Task Without_pipelining_every_command_waits_for_its_reply()
    {
        await using var harness = new ClientHarness();
        harness.Downstream.Keywords.Clear();
        DownstreamConnection connection = await harness.ConnectAsync();

        DownstreamOutcome outcome = await harness.SendAsync(connection);

        Assert.That(outcome.IsPositive);
        Assert.That(harness.Session.Writes, Has.Member("MAIL FROM:<a@client.test>\r\n").And.Member("RCPT TO:<b@example.com>\r\n"));
    }

    [Test]
    public async Task All_parameters_reach_the_wire()
    {
        await using var harness = new ClientHarness();
        DownstreamConnection connection = await harness.ConnectAsync();
        connection.StartTransaction(new MailCommand("jos\u00e9@client.test", new MailParameters
        {
            Size = 1234, Body = BodyType.EightBitMime, SmtpUtf8 = true, RequireTls = true, Ret = "HDRS", EnvelopeId = "e+201", Auth = "<>",
        }));

        await connection.RcptAsync(new RcptCommand("b@example.com", new RcptParameters { Notify = "SUCCESS,DELAY", OriginalRecipient = "rfc822;b@example.com" }), default);

        Assert.That(harness.Session.Commands, Is.EqualTo(new[]
        {
            "EHLO gate.test",
            "MAIL FROM:<jos\u00e9@client.test> SIZE=1234 BODY=8BITMIME SMTPUTF8 REQUIRETLS RET=HDRS ENVID=e+201 AUTH=<>",
            "RCPT TO:<b@example.com> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b@example.com",
        }));
    }

    [Test]
    public async Task A_refused_mail_is_the_outcome_of_every_recipient()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On("MAIL", "550 5.7.1 Not you").On("RCPT", "503 5.5.1 No MAIL"));
        DownstreamConnection connection = await harness.ConnectAsync();
        connection.StartTransaction(ClientHarness.Mail);

        DownstreamOutcome first = await connection.RcptAsync(ClientHarness.Rcpt, default);
        DownstreamOutcome second = await connection.RcptAsync(ClientHarness.Rcpt, default);

        Assert.That(first.ToString(), Is.EqualTo("Mail: Reply, 550 5.7.1 Not you"));
        Assert.That(second, Is.EqualTo(first));
        Assert.That(harness.Session.Commands.Count(c => c.StartsWith("RCPT", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(connection.IsUsable);
    }

    [Test]
    public async Task Recipients_are_answered_one_by_one_and_several_at_once()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On("RCPT", "250 2.1.5 Ok", "550 5.1.1 Unknown", "450 4.2.1 Later", "250 2.1.5 Ok"));
        DownstreamConnection connection = await harness.ConnectAsync();
        connection.StartTransaction(ClientHarness.Mail);

        DownstreamOutcome first = await connection.RcptAsync(ClientHarness.Rcpt, default);
        int writes = harness.Session.Writes.Count;
        DownstreamOutcome[] more = await connection.RcptAsync([ClientHarness.Rcpt, ClientHarness.Rcpt, ClientHarness.Rcpt], default);

        Assert.That(first.IsPositive);
        Assert.That(more.Select(o => (int)o.Reply!.Code), Is.EqualTo(new[] { 550, 450, 250 }));
        Assert.That(harness.Session.Writes, Has.Count.EqualTo(writes + 1));
    }

    [Test]
    public async Task Two_hundred_recipients_in_one_call_are_asked_about_in_bounded_groups()
    {
        await using var harness = new ClientHarness();
        DownstreamConnection connection = await harness.ConnectAsync();
        connection.StartTransaction(ClientHarness.Mail);

        DownstreamOutcome[] outcomes = await connection.RcptAsync([.. Enumerable.Range(0, 200).Select(i => ClientHarness.Rcpt with { ForwardPath = $"r{i}@example.com" })], default);

        Assert.That(outcomes.All(o => o.IsPositive));
        Assert.That(harness.Session.Writes.Max(w => w.Split("RCPT").Length - 1), Is.EqualTo(50));
    }

    [TestCase("a@b.test>\r\nRCPT TO:<victim@example.com")]
    [TestCase("a\n@b.test")]
    [TestCase("a\0@b.test")]
    public async Task No_command_is_smuggled_in_an_address(string path)
    {
        await using var harness = new ClientHarness();
        DownstreamConnection connection = await harness.ConnectAsync();
        connection.StartTransaction(new MailCommand(path, MailParameters.None));
        DownstreamOutcome mail = await connection.RcptAsync(ClientHarness.Rcpt, default);
        connection.StartTransaction(ClientHarness.Mail);
        DownstreamOutcome rcpt = await connection.RcptAsync(new RcptCommand(path, RcptParameters.None), default);
        await connection.RcptAsync(ClientHarness.Rcpt, default);
        DownstreamOutcome[] several = await connection.RcptAsync([new RcptCommand(path, RcptParameters.None), ClientHarness.Rcpt], default);

        Assert.That(new[] { mail.Kind, rcpt.Kind, several[0].Kind }, Is.All.EqualTo(DownstreamOutcomeKind.Local));
        Assert.That(several[1].IsPositive);
        Assert.That(Encoding.Latin1.GetString(harness.Session.Received), Does.Not.Contain("victim").And.Not.Contain("b.test"));
        Assert.That(harness.Session.HasBareLineEnds, Is.False);
    }

    [Test]
    public async Task No_dot_leaves_when_the_client_has_gone()
    {
        await using var harness = new ClientHarness();
        DownstreamConnection connection = await harness.ConnectAsync();

        DownstreamOutcome outcome = await harness.SendAsync(connection, isClientGone: () => true);
        await harness.Session.Ended;

        Assert.That(outcome.Kind, Is.EqualTo(DownstreamOutcomeKind.Local));
        Assert.That(outcome.MayHaveBeenAccepted, Is.False);
        Assert.That(connection.IsUsable, Is.False);
        Assert.That(harness.Downstream.Messages, Is.Empty);
        Assert.That(harness.Session.Writes[^1], Is.EqualTo("DATA\r\n"));
    }

    [TestCase("bare\rCR")]
    [TestCase("bare\nLF")]
    [TestCase("NUL\0")]
    [TestCase("ends in CR\r")]
    public async Task An_unsafe_message_never_gets_its_dot(string text)
    {
        await using var harness = new ClientHarness();
        DownstreamConnection connection = await harness.ConnectAsync();

        DownstreamOutcome outcome = await harness.SendAsync(connection, new TestContent(Encoding.Latin1.GetBytes(text)));
        await harness.Session.Ended;

        Assert.That(outcome.Kind, Is.EqualTo(DownstreamOutcomeKind.Local));
        Assert.That(harness.Downstream.Messages, Is.Empty);
        Assert.That(harness.Session.HasBareLineEnds, Is.False);
    }

    [Test]
    public async Task A_spool_that_cannot_be_read_costs_no_half_message()
    {
        await using var harness = new ClientHarness();
        DownstreamConnection connection = await harness.ConnectAsync();

        DownstreamOutcome outcome = await harness.SendAsync(connection, new TestContent(new byte[300_000].Select(_ => (byte)'x').ToArray(), 65536) { FailsAt = 200_000 });

        Assert.That(outcome.Kind, Is.EqualTo(DownstreamOutcomeKind.Local));
        Assert.That(ClientReply.For(outcome).IsTransient);
        Assert.That(harness.Downstream.Messages, Is.Empty);
    }

    [Test]
    public async Task A_second_transaction_resets_one_that_was_left_open()
    {
        await using var harness = new ClientHarness();
        DownstreamConnection connection = await harness.ConnectAsync();
        connection.StartTransaction(ClientHarness.Mail);
        await connection.RcptAsync(ClientHarness.Rcpt, default);

        DownstreamOutcome outcome = await harness.SendAsync(connection);
        await harness.SendAsync(connection);

        Assert.That(outcome.IsPositive);
        Assert.That(harness.Session.Writes, Has.Exactly(1).StartsWith("RSET\r\nMAIL"));
        Assert.That(harness.Downstream.Messages, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_reply_to_nothing_is_not_taken_for_the_next_answer()
    {
        // Whoever can make the downstream say two replies where one is due would choose the answer to the next command.
        await using var harness = new ClientHarness(new FakeDownstream().On(FakeDownstream.Dot, "250 2.0.0 Queued\n250 2.0.0 And once more"));
        DownstreamConnection connection = await harness.ConnectAsync();

        DownstreamOutcome first = await harness.SendAsync(connection);
        DownstreamOutcome second = await harness.SendAsync(connection);

        Assert.That(first.IsPositive);
        Assert.That(second.Kind, Is.EqualTo(DownstreamOutcomeKind.Malformed));
        Assert.That(connection.IsUsable, Is.False);
    }

    [Test]
    public async Task A_client_authenticates_through_us_by_its_own_words()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On("AUTH", "334 VXNlcm5hbWU6").On("dXNlcg==", "235 2.7.0 Ok"));
        harness.Downstream.Keywords.Add("AUTH LOGIN");
        DownstreamConnection connection = await harness.ConnectAsync();

        DownstreamOutcome outcome = await connection.AuthenticateAsync("LOGIN", null, (challenge, _) => new(challenge == "VXNlcm5hbWU6" ? "dXNlcg==" : null), default);

        Assert.That((int)outcome.Reply!.Code, Is.EqualTo(235));
        Assert.That(connection.IsPersonal);
    }

    [Test]
    public async Task A_sasl_response_cannot_carry_a_second_command()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On("AUTH", "334 "));
        DownstreamConnection connection = await harness.ConnectAsync();

        DownstreamOutcome outcome = await connection.AuthenticateAsync("PLAIN", null, (_, _) => new("AAAA\r\nMAIL FROM:<x@y>"), default);

        Assert.That(outcome.Kind, Is.EqualTo(DownstreamOutcomeKind.Local));
        Assert.That(harness.Session.Commands, Is.EqualTo(new[] { "EHLO gate.test", "AUTH PLAIN" }));
    }
}
