using System.Diagnostics;
using System.Text;
using System.Text.Json;
using MailGate.EndToEnd.Authentication;
using MailGate.EndToEnd.Support;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.EndToEnd.Rules;

/// <summary>What each action and effect of a rule comes to with the built program: what the client is told, and what is seen at the server behind.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RuleActionsTests
{
    private const string Rules = """
        groups:
          capped: { max_score: 3 }
        rules:
          - { name: SENDER_REFUSED, when: mail.from.local == "refused", action: reject, reply: "550 5.7.1 Not {mail.from.domain}" }
          - { name: RCPT_REFUSED, when: rcpt.local == "refused", action: reject }
          - { name: RCPT_LATER, when: rcpt.local == "later", action: defer, reply: 450 4.7.1 Come again }
          - { name: RCPT_GREY, when: rcpt.local == "grey", action: greylist }
          - { name: RCPT_ASIDE, when: rcpt.local == "aside", action: quarantine }
          - { name: RCPT_AWAY, when: rcpt.local == "away", action: discard }
          - { name: RCPT_FREE, when: rcpt.local == "free", action: accept }
          - { name: RCPT_MARKED, when: rcpt.local == "marked", action: tag }
          - { name: RCPT_OTHER, when: rcpt.local == "alias", rewrite: { rcpt: "real@ex.test" } }
          - { name: RCPT_REDIRECTED, when: rcpt.local == "moved", redirect: box@ex.test }
          - { name: RCPT_COPIED, when: rcpt.local == "watched", bcc: archive@ex.test }
          - { name: RCPT_ROUTED, when: rcpt.local == "routed", route: second }
          - { name: RCPT_SLOW, when: rcpt.local == "slow", delay: 1s }
          - { name: RCPT_NOTED, when: rcpt.local == "noted", add_header: { X-Noted: "{rcpt.address}" } }
          - { name: SHADOW_REJECT, mode: shadow, when: 'header("Subject") == "shadow"', action: reject }
          - { name: OFF_REJECT, mode: off, when: 'header("Subject") == "off"', action: reject }
          - { name: CANARY, sample: 0%, when: 'header("Subject") == "canary"', action: reject }
          - { name: PASS, when: 'header("X-Pass") == "yes"', action: accept }
          - { name: REJECT, when: 'header("Subject") == "reject"', action: reject, reply: "554 5.7.1 No {message.subject} here" }
          - { name: DEFER, when: 'header("Subject") == "defer"', action: defer }
          - { name: DISCARD, when: 'header("Subject") == "discard"', action: discard }
          - { name: QUARANTINE, when: 'header("Subject") == "quarantine"', action: quarantine }
          - { name: TAG, when: 'header("Subject") == "tag"', action: tag, add_header: { X-Why: "{message.subject}" }, remove_header: X-Old, prefix_subject: "[spam] " }
          - { name: CAPPED_ONE, when: 'header("Subject") == "capped"', score: 2, group: capped }
          - { name: CAPPED_TWO, when: 'header("Subject") == "capped"', score: 2, group: capped }
          - { name: POINTS, when: 'header("X-Points") != ""', score: double(header("X-Points")) }
        thresholds: { reject: 15, quarantine: 10, tag: 6 }
        """;

    private readonly DirectoryInfo _rules = Directory.CreateTempSubdirectory("mailgate-rules-");
    private FakeDownstream _first = null!;
    private FakeDownstream _second = null!;
    private GatewayProcess _gateway = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _first = new FakeDownstream();
        _second = new FakeDownstream();
        await WriteRulesAsync(Rules);
        _gateway = await GatewayProcess.StartAsync($$"""
            routes:
              - { name: first, default: true, targets: [ { host: 127.0.0.1, port: {{_first.Listen().Port}} } ] }
              - { name: second, domains: [ second.test ], targets: [ { host: 127.0.0.1, port: {{_second.Listen().Port}} } ] }
            rules: { path: {{_rules.FullName}} }
            journal: { enabled: true }
            headers: { spam: spamassassin, authentication_results: false }
            listeners: [ { address: "127.0.0.1:0", name: mx } ]

            """);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _gateway.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        _rules.Delete(recursive: true);
    }

    [Test]
    public async Task Each_action_on_a_message_is_what_the_client_is_told_and_the_server_sees()
    {
        await using SmtpTestClient client = await GreetAsync();
        (string Header, string Reply, string? Seen)[] cases =
        [
            ("Subject: reject", "554 5.7.1 No reject here [", null),
            ("Subject: defer", "451 4.7.1 ", null),
            ("Subject: discard", "250 2.0.0 OK", null),
            ("Subject: quarantine", "250 2.0.0 OK ", null),
            ("X-Points: 15", "550 5.7.1 ", null),
            ("X-Points: 14.9", "250 2.0.0 OK ", null),
            ("X-Points: 6", "250 2.0.0 Queued", "X-Spam-Flag: YES"),
            ("X-Points: 5.9", "250 2.0.0 Queued", "X-Spam-Status: No, score=5.9|!X-Spam-Flag"),
            ("Subject: capped", "250 2.0.0 Queued", "score=3.0"),
            ("Subject: shadow", "250 2.0.0 Queued", "Subject: shadow"),
            ("Subject: off", "250 2.0.0 Queued", "Subject: off"),
            ("Subject: canary", "250 2.0.0 Queued", "Subject: canary"),
            ("X-Pass: yes\r\nSubject: reject", "250 2.0.0 Queued", "Subject: reject"),
            ("X-Old: 1\r\nX-Spam-Flag: YES\r\nSubject: tag", "250 2.0.0 Queued", "X-Spam-Flag: YES|X-Why: tag|Subject: [spam] tag|!X-Old"),
        ];
        foreach ((string header, string expected, string? seen) in cases)
        {
            int before = _first.Messages.Count;
            string reply = await SendAsync(client, header, "u@ex.test");
            Assert.That(reply, Does.StartWith(expected), header);
            Assert.That(_first.Messages, Has.Count.EqualTo(before + (seen is null ? 0 : 1)), header);
            foreach (string part in seen?.Split('|') ?? [])
            {
                string text = _first.Messages[^1].Text;
                Assert.That(text, part[0] == '!' ? Does.Not.Contain(part[1..]) : Does.Contain(part), header);
            }
        }
    }

    [Test]
    public async Task Each_action_on_a_recipient_is_what_the_client_is_told_and_the_server_sees()
    {
        await using SmtpTestClient client = await GreetAsync();
        await client.SayAsync(("MAIL FROM:<refused@client.test>", "550 5.7.1 Not client.test ["));
        await client.SayAsync(("MAIL FROM:<a@client.test>", "250 "), ("RCPT TO:<refused@ex.test>", "550 5.7.1 "), ("RCPT TO:<later@ex.test>", "450 4.7.1 Come again ["), ("RCPT TO:<grey@ex.test>", "451 4.7.1 "), ("RSET", "250 "));
        Assert.That(_first.Sessions.SelectMany(session => session.Commands).Where(command => command.StartsWith("RCPT", StringComparison.Ordinal)), Is.Empty, "mail refused early costs the server behind nothing");

        Assert.That(await SendAsync(client, "X-Points: 99", "free@ex.test"), Does.StartWith("250 2.0.0 Queued"), "let through whatever the message is");
        Assert.That(await SendAsync(client, "X: 1", "marked@ex.test"), Does.StartWith("250 2.0.0 Queued"));
        Assert.That(_first.Messages[^1].Text, Does.Contain("X-Spam-Flag: YES"));
        int before = _first.Messages.Count;
        Assert.That(await SendAsync(client, "X-Points: 99", "away@ex.test"), Does.StartWith("250 2.0.0 OK"));
        Assert.That(await SendAsync(client, "X-Points: 99", "aside@ex.test"), Does.StartWith("250 2.0.0 OK "));
        Assert.That(_first.Messages, Has.Count.EqualTo(before));
        Assert.That(await QuarantinedAsync(), Has.Count.EqualTo(1));

        await SendAsync(client, "X: 1", "alias@ex.test");
        Assert.That(_first.Messages[^1].Recipients, Is.EqualTo(new[] { "RCPT TO:<real@ex.test> ORCPT=rfc822;alias@ex.test" }));
        await SendAsync(client, "X: 1", "moved@ex.test");
        Assert.That(_first.Messages[^1].Recipients, Is.EqualTo(new[] { "RCPT TO:<box@ex.test> ORCPT=rfc822;moved@ex.test" }));
        await SendAsync(client, "X: 1", "watched@ex.test");
        Assert.That(_first.Messages[^1].Recipients.Select(recipient => recipient.Split('>')[0]), Is.EqualTo(new[] { "RCPT TO:<watched@ex.test", "RCPT TO:<archive@ex.test" }));
        await SendAsync(client, "X: 1", "noted@ex.test");
        Assert.That(_first.Messages[^1].Text, Does.Contain("X-Noted: noted@ex.test\r\n"));
        await SendAsync(client, "X: 1", "routed@ex.test");
        Assert.That(_second.Messages.Single().Recipients, Is.EqualTo(new[] { "RCPT TO:<routed@ex.test>" }));
        long start = Stopwatch.GetTimestamp();
        await SendAsync(client, "X: 1", "slow@ex.test");
        Assert.That(Stopwatch.GetElapsedTime(start), Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task Recipients_whose_mail_is_treated_differently_take_transactions_of_their_own()
    {
        await using SmtpTestClient client = await GreetAsync();
        await client.SayAsync(
            ("MAIL FROM:<a@client.test>", "250 "), ("RCPT TO:<u@ex.test>", "250 "), ("RCPT TO:<noted@ex.test>", "452 4.5.3 "), ("RCPT TO:<aside@ex.test>", "452 4.5.3 "),
            ("RCPT TO:<routed@ex.test>", "452 4.5.3 "), ("RCPT TO:<free@ex.test>", "452 4.5.3 "), ("RCPT TO:<v@ex.test>", "250 "), ("RCPT TO:<watched@ex.test>", "250 "), ("DATA", "354 "), ("X: 1\r\n\r\n.", "250 "));

        Assert.That(_first.Messages.Single().Recipients, Has.Count.EqualTo(4), "u, v, watched and its copy");
        Assert.That(_first.Messages.Single().Text, Does.Not.Contain("X-Noted"));
        Assert.That(_second.Messages, Is.Empty);
    }

    [Test]
    public async Task Refusals_are_explained_by_their_id_and_replay_says_what_other_rules_would_change()
    {
        await using SmtpTestClient client = await GreetAsync();
        string refused = await SendAsync(client, "Subject: reject", "u@ex.test");
        await SendAsync(client, "Subject: fine", "u@ex.test");
        await client.SayAsync(("MAIL FROM:<refused@client.test>", "550 5.7.1 "));
        string id = refused[(refused.IndexOf('[', StringComparison.Ordinal) + 1)..refused.IndexOf(']', StringComparison.Ordinal)];
        await _gateway.SignalAsync("TERM");
        Assert.That(await _gateway.WaitForExitAsync(), Is.Zero, "the journal is whole when it ends");

        (int code, string explained) = await MailgateAsync("explain", id);
        Assert.That(code, Is.Zero, explained);
        Assert.That(explained, Does.StartWith($"{id}: reject at ").And.Contain("decided by REJECT").And.Contain("reply to the client: 554 5.7.1 No reject here"));

        // Neither servers nor names are needed: the old rules change nothing, others do.
        (code, string same) = await MailgateAsync("replay", "--rules", _rules.FullName, "--since", "7d");
        Assert.That(code, Is.Zero, same);
        Assert.That(same, Does.Contain("3 transactions, 0 would change"));
        DirectoryInfo others = _rules.CreateSubdirectory("others");
        await File.WriteAllTextAsync(Path.Combine(others.FullName, "a.yaml"), "rules:\n  - { name: FINE_IS_BAD, when: 'message.subject == \"fine\"', action: reject }\n");
        (code, string changed) = await MailgateAsync("replay", "--rules", others.FullName, "--since", "7d");
        Assert.That(code, Is.EqualTo(1), changed);
        Assert.That(changed, Does.Contain("accept -> reject").And.Contain("+FINE_IS_BAD").And.Contain($"{id}: reject -> accept").And.Contain("-REJECT").And.Contain("reject -> open").And.Contain("3 transactions, 3 would change"));
    }

    private async Task WriteRulesAsync(string rules) => await File.WriteAllTextAsync(Path.Combine(_rules.FullName, "10.yaml"), rules);

    private async Task<SmtpTestClient> GreetAsync()
    {
        SmtpTestClient client = await SmtpTestClient.ConnectAsync(_gateway.EndPoints[0]);
        Assert.That(await client.ReadReplyAsync(), Does.StartWith("220 "));
        await client.SayAsync(("EHLO client.test", "250"));
        return client;
    }

    private static async Task<string> SendAsync(SmtpTestClient client, string header, string recipient)
    {
        await client.SayAsync(("MAIL FROM:<a@client.test>", "250 "), ($"RCPT TO:<{recipient}>", "250 "), ("DATA", "354 "));
        return await client.CommandAsync($"{header}\r\n\r\nbody\r\n.") ?? "";
    }

    private async Task<List<JsonElement>> QuarantinedAsync()
    {
        (int code, string output) = await MailgateAsync("quarantine", "list", "--json");
        Assert.That(code, Is.Zero, output);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private async Task<(int ExitCode, string Output)> MailgateAsync(params string[] arguments)
    {
        (int code, byte[] output, string errors) = await MailgateProgram.RunAsync([], [.. arguments, "-c", _gateway.ConfigurationFile]);
        return (code, Encoding.UTF8.GetString(output) + errors);
    }
}
