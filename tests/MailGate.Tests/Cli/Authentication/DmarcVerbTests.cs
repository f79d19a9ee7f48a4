using System.Text.Json;
using NUnit.Framework;

namespace MailGate.Tests.Cli.Authentication;

internal sealed class DmarcVerbTests
{
    private const string Zone = """
        _dmarc.example.com TXT "v=DMARC1; p=reject; sp=quarantine; aspf=s"
        mail.example.com A 192.0.2.1
        _dmarc.test.example TXT "v=DMARC1; p=reject; t=y"
        _dmarc.sick.example SERVFAIL
        _dmarc.slow.example TIMEOUT
        """;

    [TestCase("example.com", "fail", "reject")]
    [TestCase("joe@mail.example.com", "fail", "quarantine")]
    [TestCase("test.example", "fail", "quarantine")]
    [TestCase("nothing.example", "none", null)]
    [TestCase("sick.example", "temperror", null)]
    [TestCase("slow.example", "temperror", null)]
    public async Task A_domain_has_its_policy(string domain, string result, string? policy)
    {
        using CheckFolder folder = new CheckFolder().WithRecords(Zone);
        JsonElement json = await folder.JsonAsync("dmarc", domain);

        Assert.That((json.Text("result"), json.Text("policy")), Is.EqualTo((result, policy)));
        Assert.That(json.Text("domain"), Is.EqualTo(domain[(domain.IndexOf('@') + 1)..]));
    }

    [TestCase("pass", "dkim", "--dkim", "mail.example.com")]
    [TestCase("pass", "spf,dkim", "--dkim", "pass", "--spf", "pass")]
    [TestCase("pass", "spf", "--from", "bounce@example.com", "--spf", "pass")]
    [TestCase("fail", "", "--from", "bounce@mail.example.com", "--spf", "pass")]
    [TestCase("fail", "", "--spf", "mail.example.com", "--dkim", "example.net")]
    [TestCase("pass", "dkim", "--dkim", "example.net", "--dkim", "pass:example.com", "--spf", "fail")]
    [TestCase("temperror", "", "--dkim", "temperror:example.com")]
    [TestCase("temperror", "", "--spf", "example.com=temperror")]
    [TestCase("fail", "", "--spf", "softfail", "--dkim", "permerror")]
    public async Task A_message_is_judged_by_what_is_supposed_of_it(string result, string alignedBy, params string[] claims)
    {
        using CheckFolder folder = new CheckFolder().WithRecords(Zone);
        JsonElement json = await folder.JsonAsync(["dmarc", "example.com", .. claims]);

        Assert.That(json.Text("result"), Is.EqualTo(result), json.Text("reason"));
        Assert.That(string.Join(',', json.GetProperty("aligned_by").EnumerateArray()), Is.EqualTo(alignedBy));
    }

    [Test]
    public async Task People_see_the_record_and_where_it_is()
    {
        using CheckFolder folder = new CheckFolder().WithRecords(Zone);
        Run run = await folder.RunAsync("dmarc", "mail.example.com");

        Assert.That(run.Standard, Does.StartWith("DMARC policy of mail.example.com: quarantine for mail that nothing authenticates\n"));
        Assert.That(run.Standard, Does.Match(@"published at: +_dmarc\.example\.com\n").And.Contain("  TXT _dmarc.mail.example.com: no such name\n"));
    }

    [Test]
    public async Task A_public_suffix_list_takes_the_place_of_the_tree_walk()
    {
        using CheckFolder folder = new CheckFolder().WithRecords(Zone).Write("psl.dat", "// none\ncom\nexample.com\n");
        JsonElement json = await folder.JsonAsync("dmarc", "a.mail.example.com", "--public-suffix-list", folder.PathOf("psl.dat"));

        Assert.That((json.Text("result"), json.Text("policy")), Is.EqualTo(("none", (string?)null)));
    }

    [TestCase("'a..b' is not a domain name", "a..b")]
    [TestCase("--spf: 'maybe:x.example' is not a domain that passed", "example.com", "--spf", "maybe:x.example")]
    public async Task A_wrong_command_line_is_explained(string message, params string[] args)
    {
        Run run = await Run.MailgateAsync(["dmarc", .. args]);

        Assert.That((run.ExitCode, run.Standard), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.StartWith($"mailgate: {message}"));
    }
}
