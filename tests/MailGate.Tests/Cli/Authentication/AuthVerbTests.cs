using System.Text.Json;
using NUnit.Framework;

namespace MailGate.Tests.Cli.Authentication;

internal sealed class AuthVerbTests
{
    private const string Zone = """
        example.com TXT "v=spf1 ip4:192.0.2.1 -all"
        _dmarc.example.com TXT "v=DMARC1; p=reject"
        1.2.0.192.in-addr.arpa PTR mail.example.com.
        mail.example.com A 192.0.2.1
        2.2.0.192.in-addr.arpa PTR mail.example.com.
        3.2.0.192.in-addr.arpa TIMEOUT
        sick.example SERVFAIL
        _dmarc.sick.example SERVFAIL
        """;

    private const string Message = "From: Joe <joe@example.com>\nTo: ann@example.net\n\nHello\n";

    [Test]
    public async Task Json_has_every_result_and_the_header_value()
    {
        using CheckFolder folder = new CheckFolder().WithRecords(Zone).Write("m.eml", Message);
        JsonElement json = await folder.JsonAsync(
            "auth", folder.PathOf("m.eml"), "--ip", "192.0.2.1", "--helo", "mail.example.com", "--from", "<joe@example.com>", "--authserv-id", "mx.example.net");

        JsonElement spf = json.GetProperty("spf"), dmarc = json.GetProperty("dmarc");
        Assert.That((spf.Text("result"), spf.Text("domain"), spf.Text("mechanism"), spf.Text("explanation")), Is.EqualTo(("pass", "example.com", "ip4:192.0.2.1", (string?)null)));
        Assert.That(json.GetProperty("dkim").GetArrayLength(), Is.Zero);
        Assert.That((json.GetProperty("arc").Text("result"), json.GetProperty("arc").GetProperty("instances").GetArrayLength()), Is.EqualTo(("none", 0)));
        Assert.That((dmarc.Text("result"), dmarc.Text("policy"), dmarc.Text("domain"), dmarc.GetProperty("aligned_by").GetRawText()), Is.EqualTo(("pass", "reject", "example.com", "[\"spf\"]")));
        Assert.That((json.GetProperty("iprev").Text("result"), json.GetProperty("iprev").Text("hostname")), Is.EqualTo(("pass", "mail.example.com")));
        Assert.That(json.Text("authentication_results"), Does.StartWith("mx.example.net; iprev=pass (mail.example.com) policy.iprev=192.0.2.1; spf=pass smtp.mailfrom=example.com;")
            .And.EndWith("header.from=example.com").And.Not.Contain("\r").And.Not.Contain("\n"));
    }

    [TestCase("192.0.2.2", "fail", "mail.example.com")]
    [TestCase("192.0.2.3", "temperror", null)]
    [TestCase("192.0.2.4", "permerror", null)]
    public async Task Iprev_has_its_words(string client, string result, string? hostname)
    {
        using CheckFolder folder = new CheckFolder().WithRecords(Zone).Write("m.eml", Message);
        JsonElement json = await folder.JsonAsync("auth", folder.PathOf("m.eml"), "--ip", client, "--helo", "x.example", "--from", "");

        Assert.That((json.GetProperty("iprev").Text("result"), json.GetProperty("iprev").Text("hostname")), Is.EqualTo((result, hostname)));
        Assert.That(json.GetProperty("spf").Text("identity"), Is.EqualTo("helo"));
    }

    [Test]
    public async Task A_dns_that_fails_is_a_temporary_error_everywhere()
    {
        using CheckFolder folder = new CheckFolder().WithRecords(Zone).Write("m.eml", Message.Replace("example.com", "sick.example", StringComparison.Ordinal));
        JsonElement json = await folder.JsonAsync("auth", folder.PathOf("m.eml"), "--ip", "192.0.2.3", "--helo", "sick.example", "--from", "joe@sick.example");

        Assert.That(new[] { "spf", "dmarc", "iprev" }.Select(method => json.GetProperty(method).Text("result")), Is.All.EqualTo("temperror"));
    }

    [Test]
    public async Task People_see_the_header_field_as_the_gateway_writes_it()
    {
        using CheckFolder folder = new CheckFolder().WithRecords(Zone).Write("m.eml", Message).Write("mailgate.yaml", "downstream: capture\nhostname: gate.example.net\n");
        Run run = await folder.RunAsync(
            "auth", folder.PathOf("m.eml"), "--ip", "198.51.100.9", "--helo", "x.example", "--from", "joe@example.com", "-c", folder.PathOf("mailgate.yaml"));

        Assert.That(run.Standard, Does.StartWith("From: joe@example.com\nSPF fail: 198.51.100.9 may not send mail for example.com\n"));
        Assert.That(run.Standard, Does.Contain("\nDMARC fail: no authenticated identifier is aligned with example.com\n").And.Contain("\nAuthentication-Results: gate.example.net;\n"));
    }

    [Test]
    public async Task A_bad_configuration_or_authserv_id_is_an_error()
    {
        using CheckFolder folder = new CheckFolder().WithRecords(Zone).Write("m.eml", Message).Write("bad.yaml", "hostnme: x\n");
        string[] args = ["auth", folder.PathOf("m.eml"), "--ip", "192.0.2.1", "--records", folder.Records];
        Run configuration = await Run.MailgateAsync([.. args, "-c", folder.PathOf("bad.yaml")]);
        Run name = await Run.MailgateAsync([.. args, "--authserv-id", "grüße"]);

        Assert.That((configuration.ExitCode, configuration.Standard), Is.EqualTo((1, "")));
        Assert.That(configuration.Error, Does.Contain("unknown setting 'hostnme'"));
        Assert.That((name.ExitCode, name.Standard), Is.EqualTo((1, "")));
    }
}
