using MailGate.Observability.Metrics;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>Recipients of one transaction for whom rules want the message treated differently.</summary>
internal sealed class RecipientsDifferTests
{
    private const string Rules = """
        rules:
          - { name: NOTED, when: rcpt.local == "noted", add_header: { X-Noted: "1" } }
          - { name: ALSO, when: 'rcpt.local in ["noted", "also"]', add_header: { X-Also: "1" } }
          - { name: FREE, when: rcpt.local == "free", action: accept }
          - { name: ASIDE, when: rcpt.local == "aside", action: quarantine }
          - { name: AWAY, when: rcpt.local == "away", action: discard }
          - { name: MARKED, when: rcpt.local == "marked", action: tag }
          - { name: WOULD, mode: shadow, when: 'header("Subject") == "x"', action: reject }
          - { name: BAD, when: 'header("Subject") == "bad"', action: reject }
        """;

    private const string Strictest = "headers: { spam: spamassassin }\nquarantine: { keep: 1d }\nrules: { path: rules, recipients_differ: strictest }\n";

    [TestCase("free", "452 4.5.3 ")]
    [TestCase("marked", "452 4.5.3 ")]
    [TestCase("noted", "452 4.5.3 ")]
    [TestCase("aside", "452 4.5.3 ")]
    [TestCase("away", "452 4.5.3 ")]
    [TestCase("v", "250 ")]
    public async Task The_later_one_takes_a_transaction_of_its_own(string other, string expected)
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, rules: Rules);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ($"RCPT TO:<{other}@local.example>", expected), ("DATA", "354 "), (Talk.Message, "250 "));

        Assert.That(downstream.Messages.Single().Recipients, Has.Count.EqualTo(expected == "250 " ? 2 : 1));
        Assert.That(gateway.Host.Metrics.RecipientsSplit.With().Value, Is.EqualTo(expected == "250 " ? 0 : 1));
    }

    [Test]
    public async Task With_strictest_all_get_the_edits_and_marks_of_each()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, Strictest, rules: Rules);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<free@local.example>", "250 "), ("RCPT TO:<noted@local.example>", "250 "), ("RCPT TO:<also@local.example>", "250 "),
            ("RCPT TO:<marked@local.example>", "250 "), ("RCPT TO:<away@local.example>", "452 4.5.3 "), ("DATA", "354 "), (Talk.Message, "250 "));

        FakeMessage message = downstream.Messages.Single();
        Assert.That(message.Recipients, Has.Count.EqualTo(4));
        Assert.That(message.Text, Does.Contain("X-Noted: 1\r\n").And.Contain("X-Spam-Flag: YES\r\n"));
        Assert.That(message.Text.Split("X-Also: 1\r\n"), Has.Length.EqualTo(2), "an edit that several want is done once");
        await client.SayAsync(
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<free@local.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("DATA", "354 "), ("Subject: bad\r\n\r\n.", "550 5.7.1 "));
    }

    [Test]
    public async Task With_strictest_one_who_is_set_aside_takes_all_along_and_each_can_be_released()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, Strictest, rules: Rules);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("RCPT TO:<aside@local.example>", "250 "), ("DATA", "354 "), (Talk.Message, "250 2.0.0 OK "));

        Assert.That(downstream.Messages, Is.Empty);
        Assert.That(gateway.Smtp.Quarantine.List(new()).Single().Recipients.Select(recipient => recipient.Address), Is.EqualTo(new[] { "u@local.example", "aside@local.example" }));
        Assert.That(gateway.Smtp.Quarantine.List(new()).Single().Reason, Is.EqualTo("ASIDE"));
    }

    [Test]
    public async Task What_rules_and_the_quarantine_did_is_counted()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, rules: Rules);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.DeliverAsync("aside@local.example");
        await client.DeliverAsync("away@local.example");
        await client.DeliverAsync();
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("DATA", "354 "), ("Subject: bad\r\n\r\n.", "550 5.7.1 "));
        string id = gateway.Smtp.Quarantine.List(new()).Single().Id;
        await gateway.Smtp.QuarantineReleaser.ReleaseAsync(id, null, again: false, "a test", default);
        string[] lines = ExpositionWriter.Write(gateway.Host.Metrics.Registry.Families, ExpositionFormat.Prometheus).Split('\n');

        string[] expected =
        [
            "mailgate_rule_hits_total{rule=\"ASIDE\",mode=\"enforce\"} 1",
            "mailgate_rule_hits_total{rule=\"WOULD\",mode=\"shadow\"} 1",
            "mailgate_would_reject_total{rule=\"WOULD\"} 1",
            "mailgate_verdicts_total{stage=\"rcpt\",verdict=\"quarantine\",reason=\"rule\"} 1",
            "mailgate_verdicts_total{stage=\"message\",verdict=\"reject\",reason=\"rule\"} 1",
            "mailgate_verdicts_total{stage=\"message\",verdict=\"none\",reason=\"none\"} 1",
            "mailgate_quarantined_total 1",
            "mailgate_discarded_total 1",
            // The message that went through; the one that was released is counted apart.
            "mailgate_downstream_accepted_total 1",
            "mailgate_accepted_total 3",
            "mailgate_quarantine_messages 1",
            "mailgate_quarantine_releases_total{result=\"released\"} 1",
            "mailgate_quarantine_removed_total{reason=\"age\"} 0",
        ];
        Assert.That(lines, Is.SupersetOf(expected));
        Assert.That(lines, Has.Some.StartsWith("mailgate_rule_duration_seconds_count{rule=\"NOTED\"} "));
        Assert.That(lines, Has.Some.StartsWith("mailgate_quarantine_bytes "));
    }
}
