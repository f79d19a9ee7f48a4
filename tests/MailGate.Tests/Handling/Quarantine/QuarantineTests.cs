using System.Text.Json;
using MailGate.Tests.Cli;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling.Quarantine;

/// <summary>Mail that rules set aside, through the whole gateway, and back to the server behind by the command line.</summary>
internal sealed class QuarantineTests
{
    private const string Rules = """
        rules:
          - { name: BAD, when: 'header("Subject") == "bad"', action: quarantine, score: 5 }
          - { name: OUTSIDE, when: 'message.size > 0', prefix_subject: "[external] " }
        """;

    private const string Bad = "Received: from elsewhere\r\nX-MailGate-Released: A1\r\nAuthentication-Results: mx.local.example; spf=pass\r\nFrom: =?utf-8?q?J=C3=BCrgen?= <j@client.example>\r\nSubject: bad\r\n\r\nHello\u001b[2J\r\n.";

    [Test]
    public async Task What_is_set_aside_is_answered_250_and_the_server_behind_never_sees_it()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, rules: Rules);
        string id = await QuarantineAsync(gateway);

        Assert.That(downstream.Messages, Is.Empty);
        Assert.That(File.Exists(Path.Combine(gateway.DataFolder, "quarantine", id + ".eml")), Is.True);
        Run list = await Run.MailgateAsync("quarantine", "list", "-c", gateway.ConfigurationFile, "--rule", "BAD", "--address", "j@client.example", "--newer", "1h");
        Assert.That(list.Standard, Does.Contain(id).And.Contain("waiting").And.Contain("BAD").And.Contain("1 shown of 1"), list.Error);
        Run none = await Run.MailgateAsync("quarantine", "list", "-c", gateway.ConfigurationFile, "--older", "1h", "--json");
        Assert.That(none.Standard, Is.Empty);
    }

    [Test]
    public async Task Show_tells_the_envelope_the_rules_and_the_text_and_cannot_drive_a_terminal()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, rules: Rules);
        string id = await QuarantineAsync(gateway);
        Run show = await Run.MailgateAsync("quarantine", "show", id, "-c", gateway.ConfigurationFile);
        Run json = await Run.MailgateAsync("quarantine", "show", id, "--json", "-c", gateway.ConfigurationFile);

        Assert.That(show.Standard, Does.Contain("from:     <a@client.example>").And.Contain("to:       <u@local.example>").And.Contain("decided by BAD").And.Contain("From: J\u00fcrgen <j@client.example>").And.Contain("Hello\\u{1b}[2J"), show.Error);
        Assert.That(show.Standard, Does.Not.Contain('\u001b'));
        JsonElement shown = JsonDocument.Parse(json.Standard).RootElement;
        Assert.That(shown.GetProperty("message").GetProperty("rules")[0].GetProperty("name").GetString(), Is.EqualTo("BAD"));
        Assert.That(shown.GetProperty("preview").GetProperty("text").GetString(), Does.StartWith("Hello"));
        Assert.That((await Run.MailgateAsync("quarantine", "show", "../x", "-c", gateway.ConfigurationFile)).ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task Release_sends_what_would_have_gone_on_marked_and_only_once()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, rules: Rules);
        string id = await QuarantineAsync(gateway);
        Run released = await Run.MailgateAsync("quarantine", "release", id, "-c", gateway.ConfigurationFile);

        Assert.That(released.ExitCode, Is.Zero, released.Error + released.Standard);
        FakeMessage message = downstream.Messages.Single();
        Assert.That(message.Mail, Does.StartWith("MAIL FROM:<a@client.example>"));
        Assert.That(message.Recipients.Single(), Does.StartWith("RCPT TO:<u@local.example>"));
        Assert.That(message.Text, Does.StartWith($"X-MailGate-Released: {id}; ").And.Contain($"Received: from client.example ([127.0.0.1])\r\n\tby mx.local.example (MailGate) with ESMTP id {id}\r\n"));
        Assert.That(message.Text, Does.Not.Contain("X-MailGate-Released: A1").And.Not.Contain("mx.local.example; spf=pass").And.Not.Contain("X-Spam-Flag"), "what was forged does not come out of the quarantine either");

        Run again = await Run.MailgateAsync("quarantine", "release", id, "-c", gateway.ConfigurationFile);
        Assert.That(again.Standard, Does.Contain("released to all already"));
        Assert.That(downstream.Messages, Has.Count.EqualTo(1));
        Run wanted = await Run.MailgateAsync("quarantine", "release", "--again", "--rule", "BAD", "-c", gateway.ConfigurationFile);
        Assert.That(wanted.ExitCode, Is.Zero, wanted.Error);
        Assert.That(downstream.Messages, Has.Count.EqualTo(2));
        Assert.That((await Run.MailgateAsync("quarantine", "list", "--waiting", "-c", gateway.ConfigurationFile)).Standard, Does.StartWith("0 shown of 1"));
    }

    [Test]
    public async Task A_release_goes_to_chosen_recipients_and_then_to_the_others()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, rules: Rules);
        string id = await QuarantineAsync(gateway, "u@local.example", "v@local.example");
        await Run.MailgateAsync("quarantine", "release", id, "--to", "v@local.example", "-c", gateway.ConfigurationFile);
        await Run.MailgateAsync("quarantine", "release", id, "-c", gateway.ConfigurationFile);

        Assert.That(downstream.Messages.Select(message => message.Recipients.Single()), Is.EqualTo(new[] { "RCPT TO:<v@local.example>", "RCPT TO:<u@local.example>" }));
    }

    [TestCase("554 5.7.1 Never", "refused")]
    [TestCase("451 4.3.0 Later", "refused")]
    [TestCase("close", "unsure")]
    public async Task What_is_refused_or_unsure_stays_with_the_reason_and_can_be_released_later(string answer, string outcome)
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, rules: Rules);
        string id = await QuarantineAsync(gateway);
        downstream.On(FakeDownstream.Dot, answer == "close" ? FakeAnswer.Close : FakeAnswer.Reply(answer));
        Run refused = await Run.MailgateAsync("quarantine", "release", id, "-c", gateway.ConfigurationFile);
        Run show = await Run.MailgateAsync("quarantine", "show", id, "-c", gateway.ConfigurationFile);

        Assert.That(refused.ExitCode, Is.EqualTo(1), refused.Standard);
        Assert.That(show.Standard, Does.Contain($"{outcome} <u@local.example>").And.Contain(answer == "close" ? "Dot" : answer));
        downstream.Heal();
        Assert.That((await Run.MailgateAsync("quarantine", "release", id, "-c", gateway.ConfigurationFile)).ExitCode, Is.Zero);
    }

    [Test]
    public async Task A_server_that_is_down_refuses_nothing_for_good()
    {
        FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, rules: Rules);
        string id = await QuarantineAsync(gateway);
        await downstream.DisposeAsync();
        Run refused = await Run.MailgateAsync("quarantine", "release", id, "-c", gateway.ConfigurationFile);

        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Standard, Does.Contain("refused <u@local.example>"));
    }

    [Test]
    public async Task Delete_wants_to_know_what_and_deletes_it()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, rules: Rules);
        string id = await QuarantineAsync(gateway);
        Assert.That((await Run.MailgateAsync("quarantine", "delete", "-c", gateway.ConfigurationFile)).ExitCode, Is.EqualTo(2));
        Run deleted = await Run.MailgateAsync("quarantine", "delete", id, "-c", gateway.ConfigurationFile);

        Assert.That(deleted.Standard, Does.StartWith("1 deleted"), deleted.Error);
        Assert.That(Directory.GetFiles(Path.Combine(gateway.DataFolder, "quarantine"), "*.eml"), Is.Empty);
        Assert.That((await Run.MailgateAsync("quarantine", "release", id, "-c", gateway.ConfigurationFile)).ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task Where_nothing_can_be_written_the_client_is_told_452_and_comes_again()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, rules: Rules);
        string folder = Path.Combine(gateway.DataFolder, "quarantine");
        await File.WriteAllTextAsync(folder, "in the way");
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("DATA", "354 "), (Bad, "452 4.3.1 "));
        File.Delete(folder);
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("DATA", "354 "), (Bad, "250 2.0.0 OK "));

        Assert.That(Directory.GetFiles(folder, "*.eml"), Has.Length.EqualTo(1));
        Assert.That(downstream.Messages, Is.Empty);
    }

    [Test]
    public async Task Where_the_quarantine_is_switched_off_the_client_comes_again()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, "quarantine: { enabled: false }\n", rules: Rules);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("DATA", "354 "), (Bad, "451 4.7.1 "));

        Assert.That(Directory.Exists(Path.Combine(gateway.DataFolder, "quarantine")), Is.False);
    }

    [Test]
    public async Task Explain_says_that_a_message_is_in_quarantine()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, "journal: { enabled: true }\n", rules: Rules);
        string id = await QuarantineAsync(gateway);
        Run explain = new(-1, "", "");
        for (int i = 0; i < 100 && explain.ExitCode != 0; i++)
        {
            // The journal is written behind the sessions' backs.
            explain = await Run.MailgateAsync("explain", id, "-c", gateway.ConfigurationFile);
        }

        Assert.That(explain.Standard, Does.Contain("quarantine, score 5, decided by BAD").And.Contain("in quarantine"), explain.Error);
    }

    private static async Task<string> QuarantineAsync(TestGateway gateway, params string[] recipients)
    {
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "));
        foreach (string recipient in recipients is [] ? ["u@local.example"] : recipients)
        {
            await client.SayAsync(($"RCPT TO:<{recipient}>", "250 "));
        }

        await client.SayAsync(("DATA", "354 "));
        string? reply = await client.CommandAsync(Bad);
        Assert.That(reply, Does.StartWith("250 2.0.0 OK "));
        return reply!.TrimEnd().Split(' ')[^1];
    }
}
