using MailGate.Tests.Configuration;
using NUnit.Framework;

namespace MailGate.Tests.Cli;

internal sealed class RulesVerbTests
{
    private const string Rules = """
        rules:
          - { name: SUBJECT_BUY, when: 'header("Subject").contains("buy")', score: 2.5, description: Somebody sells }
          - { name: BAD_HELO, when: helo.is_bare_ip, action: reject }
        """;

    [Test]
    public async Task Check_names_every_mistake_with_its_place()
    {
        using ConfigFolder folder = new ConfigFolder().Write("rules/a.yaml", "rules:\n  - { name: X, when: spf.reslt == \"a\", score: 1 }\n  - { name: Y, wen: true }\n");
        Run run = await Run.MailgateAsync("rules", "check", "--rules", folder.PathOf("rules"));

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Match(@"a\.yaml:2:\d+: ").And.Match(@"a\.yaml:3:\d+: "));
    }

    [Test]
    public async Task Check_says_how_many_good_rules_there_are()
    {
        using ConfigFolder folder = new ConfigFolder().Write("rules/a.yaml", Rules);
        Run run = await Run.MailgateAsync("rules", "check", "--rules", folder.PathOf("rules"));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Standard, Does.EndWith(": good, 2 rules, 0 lists\n"));
    }

    [Test]
    public async Task List_shows_the_order_of_evaluation()
    {
        using ConfigFolder folder = new ConfigFolder().Write("rules/a.yaml", Rules);
        Run run = await Run.MailgateAsync("rules", "list", "--rules", folder.PathOf("rules"));

        Assert.That(run.Standard.Split('\n')[0], Does.StartWith("helo     BAD_HELO     reject"));
        Assert.That(run.Standard.Split('\n')[1], Does.StartWith("message  SUBJECT_BUY  +2.5").And.EndWith("Somebody sells"));
    }

    [Test]
    public async Task Explain_shows_what_a_rule_needs()
    {
        using ConfigFolder folder = new ConfigFolder().Write("rules/a.yaml", Rules);
        Run run = await Run.MailgateAsync("rules", "explain", "SUBJECT_BUY", "--rules", folder.PathOf("rules"));

        Assert.That(run.Standard, Does.Contain("stage:  message").And.Contain("checks: headers").And.Contain("header(\"Subject\").contains(\"buy\")"));
    }

    [Test]
    public async Task Explain_of_no_rule_is_an_error()
    {
        using ConfigFolder folder = new ConfigFolder().Write("rules/a.yaml", Rules);
        Run run = await Run.MailgateAsync("rules", "explain", "NOTHING", "--rules", folder.PathOf("rules"));

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("there is no rule NOTHING"));
    }

    [Test]
    public async Task Test_runs_facts_and_messages_and_fails_on_a_difference()
    {
        using ConfigFolder folder = new ConfigFolder().Write("rules/a.yaml", Rules).Write("rules/tests/a.yaml", """
            tests:
              - { name: A message is read, message: { content: "Subject: buy this\n\nHi\n" }, hit: [ SUBJECT_BUY ], score: 2.5 }
              - { name: A fact is taken, facts: { helo: { is_bare_ip: true } }, stage: helo, action: reject }
              - { name: This one is wrong, message: { content: "Subject: hello\n\nHi\n" }, hit: [ SUBJECT_BUY ] }
            """);
        Run run = await Run.MailgateAsync("rules", "test", "--rules", folder.PathOf("rules"));

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Standard, Does.Match(@"a\.yaml:4: This one is wrong: SUBJECT_BUY did not hit").And.EndWith("1 of 3 tests failed\n"));
    }

    [Test]
    public async Task The_built_in_rules_pass_their_tests()
    {
        using ConfigFolder folder = new ConfigFolder().Write(ConfigFolder.Main, "downstream: capture");
        Run run = await Run.MailgateAsync("rules", "test", "-c", folder.PathOf(ConfigFolder.Main));

        Assert.That(run.Standard, Does.Match(@"^\d+ tests passed\n$"));
        Assert.That(run.ExitCode, Is.Zero);
    }
}
