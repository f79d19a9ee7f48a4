using MailGate.Tests.Configuration;
using NUnit.Framework;

namespace MailGate.Tests.Cli;

internal sealed class RewriteVerbTests
{
    [Test]
    public async Task Test_shows_each_step_and_its_entry()
    {
        using ConfigFolder folder = Folder();
        Run run = await Run.MailgateAsync("rewrite", "test", "team@old.example.com", "-c", folder.PathOf(ConfigFolder.Main));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Standard.Split('\n'), Has.Some.EqualTo("  as recipient: ann@example.com, bob@partner.example")
            .And.Some.Match(@"^    canonical: team@old\.example\.com -> team@example\.com   by @old\.example\.com at .*mailgate\.yaml:4:\d+$")
            .And.Some.Match(@"^    alias: team@example\.com -> ann@example\.com, bob@partner\.example   by team@example\.com at .*virtual:2:1$")
            .And.Some.EqualTo("  ann@example.com: accepted from anybody; route default")
            .And.Some.StartsWith("  bob@partner.example: accepted only from clients that may relay")
            .And.Some.EqualTo("  as To, Cc: unchanged"));
    }

    [Test]
    public async Task An_address_that_leads_to_an_error_is_a_failure()
    {
        using ConfigFolder folder = Folder();
        Run run = await Run.MailgateAsync("rewrite", "test", "loop-@example.com", "--json", "-c", folder.PathOf(ConfigFolder.Main));

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Standard, Does.Contain("leads through more than 10 aliases").And.StartWith("{\"address\":\"loop-@example.com\""));
        Assert.That((await Run.MailgateAsync("rewrite", "test", "no address", "-c", folder.PathOf(ConfigFolder.Main))).ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task An_srs_address_is_read_back()
    {
        using ConfigFolder folder = Folder();
        string config = folder.PathOf(ConfigFolder.Main);
        string text = (await Run.MailgateAsync("rewrite", "test", "author@far.example", "-c", config)).Standard;
        string srs = text[(text.IndexOf("forwarded mail: ", StringComparison.Ordinal) + "forwarded mail: ".Length)..].Trim();

        Assert.That((await Run.MailgateAsync("rewrite", "test", srs, "-c", config)).Standard, Does.Contain("  as recipient of a notification: author@far.example\n"));
        Assert.That((await Run.MailgateAsync("rewrite", "test", srs.Replace("author", "victim", StringComparison.Ordinal), "-c", config)).Standard, Does.Contain("forged"));
    }

    private static ConfigFolder Folder() => new ConfigFolder()
        .Write("virtual", "# people\nteam@example.com ann@example.com, bob@partner.example\n/loop-(.*)@example.com/ loop-x$1@example.com\n")
        .Write(ConfigFolder.Main, """
            downstream: "127.0.0.1:25"
            domains: [ example.com, old.example.com ]
            rewrite:
              canonical: [ { match: "@old.example.com", to: "@example.com", in: envelope } ]
              aliases: [ { file: virtual } ]
              srs: { domain: srs.example.com, secrets: [ "0123456789abcdef" ] }
            """);
}
