using MailGate.Tests.Cli;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling.Quarantine;

/// <summary>Where a message goes that is released: where the rules would have sent it, had it not been set aside.</summary>
internal sealed class QuarantineEnvelopeTests
{
    private const string Bad = "From: j@client.example\r\nSubject: bad\r\n\r\nHello\r\n.";

    [Test]
    public async Task A_redirect_holds_for_the_release_and_the_message_is_found_by_those_it_was_for()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, rules: RulesThat("redirect: abuse@local.example"));
        string id = await QuarantineAsync(gateway, "250 ", "u@local.example", "v@local.example");
        foreach (string searched in (string[])["u@local.example", "v@local.example", "abuse@local.example"])
        {
            Run list = await Run.MailgateAsync("quarantine", "list", "-c", gateway.ConfigurationFile, "--address", searched);
            Assert.That(list.Standard, Does.Contain($"{id} ").And.Contain("-> abuse@local.example  bad"), list.Error);
        }

        await ReleaseAsync(gateway, id);
        Assert.That(RecipientsOf(downstream), Is.EqualTo((string[])["abuse@local.example"]));
    }

    [Test]
    public async Task A_copy_goes_out_with_the_release_by_the_way_of_the_message()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(
            $"routes: [ {{ name: inside, domains: [ local.example ], targets: [ {{ host: 127.0.0.1, port: {downstream.Listen().Port} }} ] }} ]\n",
            rules: RulesThat("bcc: all@archive.example", "{ name: EACH, stage: rcpt, when: 'rcpt.local == \"u\"', bcc: u@archive.example }"));
        string id = await QuarantineAsync(gateway, "250 ", "u@local.example");
        Assert.That(downstream.Messages, Is.Empty, "the copy waits with the message");
        await ReleaseAsync(gateway, id);

        Assert.That(RecipientsOf(downstream), Is.EqualTo((string[])["u@local.example", "u@archive.example", "all@archive.example"]));
    }

    [Test]
    public async Task A_route_holds_for_the_release()
    {
        await using FakeDownstream usual = new();
        await using FakeDownstream special = new();
        await using TestGateway gateway = await TestGateway.StartAsync(
            $$"""
            routes:
              - { name: usual, default: true, targets: [ { host: 127.0.0.1, port: {{usual.Listen().Port}} } ] }
              - { name: special, domains: [ nowhere.example ], targets: [ { host: 127.0.0.1, port: {{special.Listen().Port}} } ] }

            """,
            rules: RulesThat("route: special"));
        string id = await QuarantineAsync(gateway, "250 ", "u@local.example");
        await ReleaseAsync(gateway, id);

        Assert.That(usual.Messages, Is.Empty);
        Assert.That(RecipientsOf(special), Is.EqualTo((string[])["u@local.example"]));
    }

    [Test]
    public async Task Another_reverse_path_holds_for_the_release()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, rules: RulesThat("rewrite: { mail_from: other@local.example }"));
        string id = await QuarantineAsync(gateway, "250 ", "u@local.example");
        await ReleaseAsync(gateway, id);

        Assert.That(downstream.Messages.Single().Mail, Does.StartWith("MAIL FROM:<other@local.example>"));
        Assert.That(RecipientsOf(downstream), Is.EqualTo((string[])["u@local.example"]));
    }

    [Test]
    public async Task What_may_not_go_where_a_rule_says_is_refused_and_not_set_aside()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, rules: RulesThat("redirect: \"{mail.from.address}\""));
        await QuarantineAsync(gateway, "550 5.7.1 ", "u@local.example");

        Assert.That(Directory.Exists(Path.Combine(gateway.DataFolder, "quarantine")) ? Directory.GetFiles(Path.Combine(gateway.DataFolder, "quarantine"), "*.eml") : [], Is.Empty);
    }

    [Test]
    public async Task A_release_to_an_alias_goes_to_all_whom_it_names()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(
            downstream, "rewrite: { aliases: [ { match: team@local.example, to: \"ann@local.example, bob@local.example\" } ] }\n", rules: RulesThat("add_header: { X-A: b }"));
        string id = await QuarantineAsync(gateway, "250 ", "team@local.example", "u@local.example");
        await ReleaseAsync(gateway, id, "--to", "team@local.example");

        Assert.That(RecipientsOf(downstream), Is.EqualTo((string[])["ann@local.example", "bob@local.example"]));
    }

    private static string RulesThat(string effect, string first = "{ name: FIRST, when: 'message.size < 0', score: 1 }") => $$"""
        rules:
          - {{first}}
          - { name: WAY, when: 'message.size > 0', {{effect}} }
          - { name: BAD, when: 'header("Subject") == "bad"', action: quarantine }
        """;

    private static async Task<string> QuarantineAsync(TestGateway gateway, string expected, params string[] recipients)
    {
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(("MAIL FROM:<a@client.example>", "250 "));
        foreach (string recipient in recipients)
        {
            await client.SayAsync(($"RCPT TO:<{recipient}>", "250 "));
        }

        await client.SayAsync(("DATA", "354 "));
        string? reply = await client.CommandAsync(Bad);
        Assert.That(reply, Does.StartWith(expected));
        return reply!.TrimEnd().Split(' ')[^1];
    }

    private static async Task ReleaseAsync(TestGateway gateway, string id, params string[] more)
    {
        Run released = await Run.MailgateAsync(["quarantine", "release", id, "-c", gateway.ConfigurationFile, .. more]);
        Assert.That(released.ExitCode, Is.Zero, released.Error + released.Standard);
    }

    private static IEnumerable<string> RecipientsOf(FakeDownstream downstream) => downstream.Messages.Single().Recipients.Select(command => command.Split('<', '>')[1]);
}
