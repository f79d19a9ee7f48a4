using System.Text.Json;
using NUnit.Framework;

namespace MailGate.Tests.Cli.Authentication;

internal sealed class SpfVerbTests
{
    private const string Zone = """
        example.com TXT "v=spf1 ip4:192.0.2.0/24 include:other.example -all exp=why.example.com"
        why.example.com TXT "%{i} is not ours"
        other.example TXT "v=spf1 ip6:2001:db8::/32 -all"
        sick.example SERVFAIL
        slow.example TIMEOUT
        yes.clock.example A 127.0.0.2
        """;

    [TestCase("192.0.2.7", "<joe@example.com>", "pass", "example.com", "ip4:192.0.2.0/24", null)]
    [TestCase("2001:db8::1", "joe@example.com", "pass", "example.com", "include:other.example", null)]
    [TestCase("::ffff:192.0.2.7", "joe@example.com", "pass", "example.com", "ip4:192.0.2.0/24", null)]
    [TestCase("198.51.100.1", "joe@example.com", "fail", "example.com", "-all", "198.51.100.1 is not ours")]
    [TestCase("198.51.100.1", "@example.com", "fail", "example.com", "-all", "198.51.100.1 is not ours")]
    [TestCase("192.0.2.7", "joe@sick.example", "temperror", "sick.example", null, null)]
    [TestCase("192.0.2.7", "joe@slow.example", "temperror", "slow.example", null, null)]
    [TestCase("192.0.2.7", "joe@nothing.example", "none", "nothing.example", null, null)]
    [TestCase("192.0.2.7", "joe@exa mple", "none", null, null, null)]
    public async Task Json_says_what_decided(string client, string from, string result, string? domain, string? mechanism, string? explanation, string helo = "mx.example")
    {
        using CheckFolder folder = new CheckFolder().WithRecords(Zone);
        JsonElement json = await folder.JsonAsync("spf", client, "--from", from, "--helo", helo);

        Assert.That(
            (json.Text("result"), json.Text("domain"), json.Text("mechanism"), json.Text("explanation")),
            Is.EqualTo((result, domain, mechanism, explanation)));
    }

    [Test]
    public async Task The_null_reverse_path_checks_the_helo_name()
    {
        using CheckFolder folder = new CheckFolder().WithRecords(Zone);
        foreach (string[] from in new string[][] { [], ["--from", ""], ["--from", "<>"], ["--from="] })
        {
            JsonElement json = await folder.JsonAsync(["spf", "192.0.2.7", "--helo", "example.com", .. from]);
            Assert.That((json.Text("result"), json.Text("identity"), json.Text("domain")), Is.EqualTo(("pass", "helo", "example.com")));
        }
    }

    [Test]
    public async Task People_see_the_term_the_explanation_and_what_was_looked_up()
    {
        using CheckFolder folder = new CheckFolder().WithRecords(Zone);
        Run run = await folder.RunAsync("spf", "198.51.100.1", "--from", "joe@example.com");

        Assert.That(run.Standard, Does.StartWith("SPF fail: 198.51.100.1 may not send mail for example.com\n"));
        Assert.That(run.Standard, Does.Match(@"matched: +-all\n").And.Match(@"owner says: +198\.51\.100\.1 is not ours\n").And.Contain("  TXT other.example: v=spf1 ip6:"));
    }

    [TestCase("the server failed (SERVFAIL)", "sick.example")]
    [TestCase("no answer in time", "slow.example")]
    [TestCase("no such name", "nothing.example")]
    [TestCase("no record of this type", "yes.clock.example")]
    public async Task People_see_how_a_look_up_ended(string words, string domain)
    {
        using CheckFolder folder = new CheckFolder().WithRecords(Zone);
        Run run = await folder.RunAsync("spf", "192.0.2.7", "--from", domain);

        Assert.That(run.Standard, Does.EndWith($"Looked up:\n  TXT {domain}: {words}\n"));
    }

    [TestCase("'1' is not an IPv4 or IPv6 address", "spf", "1", "--helo", "x.example")]
    [TestCase("'fe80::1%1' is not", "spf", "fe80::1%1", "--helo", "x.example")]
    [TestCase("--from or --helo is needed", "spf", "192.0.2.1")]
    [TestCase("Option '--from' expects a single argument", "spf", "192.0.2.1", "--from", "a", "--from", "b")]
    public async Task A_wrong_command_line_is_explained(string message, params string[] args)
    {
        Run run = await Run.MailgateAsync(args);

        Assert.That((run.ExitCode, run.Standard), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.StartWith($"mailgate: {message}"));
    }
}
