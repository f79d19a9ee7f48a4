using System.Text.Json;
using MailGate.Tests.Configuration;
using NUnit.Framework;

namespace MailGate.Tests.Cli;

internal sealed class ScanVerbTests
{
    private const string Records = """
        example.net TXT "v=spf1 ip4:192.0.2.1 -all"
        example.net A 192.0.2.1
        _dmarc.example.net TXT "v=DMARC1; p=reject"
        """;

    private const string Rules = """
        thresholds: { reject: 10, tag: 3 }
        rules:
          - { name: SUBJECT_BUY, when: 'header("Subject").contains("buy")', score: 2.5 }
          - { name: SPF_BAD, when: spf.result == "fail", score: 4.25 }
          - { name: SPF_GOOD, when: spf.result == "pass", score: -1 }
          - { name: TRIED, mode: shadow, when: message.size > 0, action: reject }
          - { name: NO_EXE, when: 'header("Subject") == "virus"', action: reject, reply: 550 5.7.1 No }
        """;

    private const string Message = "From: a@example.net\nTo: b@local.example\nSubject: buy now\nDate: Sat, 21 Nov 2026 12:00:00 +0000\nMessage-ID: <1@example.net>\n\nHello\n";

    [Test]
    public async Task A_message_gets_its_verdict_its_score_as_a_sum_and_the_facts_that_made_rules_true()
    {
        using ConfigFolder folder = Folder();
        JsonElement report = Only(await ScanAsync(folder, "--ip", "198.51.100.9", folder.PathOf("a.eml")));

        Assert.That(report.GetProperty("file").GetString(), Is.EqualTo(folder.PathOf("a.eml")));
        Assert.That(report.GetProperty("verdict").GetString(), Is.EqualTo("tag"));
        Assert.That(report.GetProperty("reply").GetString(), Does.StartWith("250 "));
        Assert.That(report.GetProperty("score").GetDouble(), Is.EqualTo(6.75));
        Assert.That(report.GetProperty("required").GetDouble(), Is.EqualTo(3));
        JsonElement[] rules = [.. report.GetProperty("rules").EnumerateArray()];
        Assert.That(rules.Select(rule => rule.GetProperty("name").GetString()), Is.EqualTo(new[] { "SUBJECT_BUY", "SPF_BAD" }).Or.EqualTo(new[] { "SPF_BAD", "SUBJECT_BUY" }));
        Assert.That(rules.Sum(rule => rule.GetProperty("score").GetDouble()), Is.EqualTo(6.75));
        JsonElement spf = rules.Single(rule => rule.GetProperty("name").GetString() == "SPF_BAD");
        Assert.That(spf.GetProperty("facts").GetProperty("spf.result").GetString(), Is.EqualTo("fail"));
        Assert.That(report.GetProperty("shadow_rules")[0].GetProperty("name").GetString(), Is.EqualTo("TRIED"));
        Assert.That(report.GetProperty("auth").GetProperty("spf").GetString(), Is.EqualTo("fail"));
        Assert.That(report.GetProperty("auth").GetProperty("dmarc").GetString(), Is.EqualTo("fail"));
        Assert.That(report.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()), Does.Contain("spf").And.Contain("headers"));
        Assert.That(report.TryGetProperty("facts", out _), Is.False);
    }

    [Test]
    public async Task A_bare_lf_file_is_read_as_crlf()
    {
        using ConfigFolder folder = Folder().Write("crlf.eml", Message.ReplaceLineEndings("\r\n"));
        JsonElement bare = Only(await ScanAsync(folder, "--facts", folder.PathOf("a.eml")));
        JsonElement wire = Only(await ScanAsync(folder, "--facts", folder.PathOf("crlf.eml")));

        Assert.That(bare.GetProperty("facts").GetProperty("message.has_bare_lf").GetBoolean(), Is.False);
        Assert.That(bare.GetProperty("facts").GetProperty("message.size").GetInt64(), Is.EqualTo(wire.GetProperty("facts").GetProperty("message.size").GetInt64()));
    }

    [Test]
    public async Task The_reply_of_a_rule_is_what_a_client_would_read()
    {
        using ConfigFolder folder = Folder().Write("virus.eml", Message.Replace("buy now", "virus", StringComparison.Ordinal));
        JsonElement report = Only(await ScanAsync(folder, "--ip", "192.0.2.1", folder.PathOf("virus.eml")));

        Assert.That(report.GetProperty("verdict").GetString(), Is.EqualTo("reject"));
        Assert.That(report.GetProperty("reply").GetString(), Is.EqualTo("550 5.7.1 No"));
        Assert.That(report.GetProperty("reason").GetString(), Is.EqualTo("NO_EXE"));
    }

    [Test]
    public async Task Mailboxes_and_folders_are_read_message_by_message_in_order()
    {
        using ConfigFolder folder = Folder()
            .Write("box/inbox", $"From a@example.net Sat Nov 21 12:00:00 2026\n{Message}\nFrom b@example.net Sat Nov 21 12:00:01 2026\n{Message}>From here\n\n")
            .Write("dir/cur/1:2,S", Message).Write("dir/new/2", Message).Write("dir/tmp/3", Message).Write("dir/dovecot.index", "no mail");
        Run run = await ScanAsync(folder, folder.PathOf("box"), folder.PathOf("dir"));
        string[] files = [.. Reports(run).Select(report => report.GetProperty("file").GetString()![(folder.Root.Length + 1)..])];

        Assert.That(files, Is.EqualTo(new[] { "box/inbox:1", "box/inbox:2", "dir/cur/1:2,S", "dir/new/2" }));
        Assert.That(run.ExitCode, Is.Zero);
    }

    [Test]
    public async Task For_people_the_sum_is_written_out()
    {
        using ConfigFolder folder = Folder();
        Run run = await Run.MailgateAsync(
            "scan", "--records", folder.PathOf("dns"), "--rules", folder.PathOf("rules.yaml"), "-c", folder.PathOf(ConfigFolder.Main),
            "--ip", "198.51.100.9", "--from", "a@example.net", folder.PathOf("a.eml"));

        Assert.That(run.Standard, Does.Contain(": tag (score 6.75, required 3)\n"));
        Assert.That(run.Standard, Does.Contain("SPF_BAD").And.Contain("spf.result = fail").And.Contain("= 4.25 + 2.5").Or.Contain("= 2.5 + 4.25"));
        Assert.That(run.Error, Is.Empty);
    }

    [Test]
    public async Task A_file_that_is_not_there_is_an_error()
    {
        using ConfigFolder folder = Folder();
        Run run = await ScanAsync(folder, folder.PathOf("nothing.eml"));

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("nothing.eml: no such file or folder"));
    }

    [Test]
    public async Task A_message_over_the_limit_is_reported_and_the_others_are_scanned()
    {
        using ConfigFolder folder = Folder().Write(ConfigFolder.Main, "downstream: capture\nlimits: { message_size: 1MB }").Write("large.eml", Message + new string('x', 1 << 20));
        Run run = await ScanAsync(folder, folder.PathOf("large.eml"), folder.PathOf("a.eml"));

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(Reports(run).Select(report => report.GetProperty("verdict").GetString()), Is.EqualTo(new[] { "error", "tag" }));
    }

    [Test]
    public async Task Mistakes_in_the_rules_are_named_with_their_places()
    {
        using ConfigFolder folder = Folder().Write("rules.yaml", "rules:\n  - { name: X, when: spf.reslt == \"fail\", score: 1 }\n");
        Run run = await ScanAsync(folder, folder.PathOf("a.eml"));

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Match(@"rules\.yaml:2:\d+: .*spf\.reslt"));
    }

    private static ConfigFolder Folder() =>
        new ConfigFolder().Write(ConfigFolder.Main, "downstream: capture").Write("dns", Records).Write("rules.yaml", Rules).Write("a.eml", Message);

    private static Task<Run> ScanAsync(ConfigFolder folder, params string[] args) => Run.MailgateAsync(
        ["scan", "--json", "--records", folder.PathOf("dns"), "--rules", folder.PathOf("rules.yaml"), "-c", folder.PathOf(ConfigFolder.Main), "--from", "a@example.net", .. args]);

    private static JsonElement[] Reports(Run run) =>
        [.. run.Standard.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static JsonElement Only(Run run)
    {
        Assert.That(run.Error, Is.Empty);
        return Reports(run).Single();
    }
}
