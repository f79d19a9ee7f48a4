using System.Text;
using System.Text.Json;
using NUnit.Framework;

namespace MailGate.Tests.Cli.Authentication;

internal sealed class ArcVerbTests
{
    private const string Message = "From: Joe <joe@example.com>\nTo: ann@example.net\nSubject: hello\n\nHello\n";
    private const string Results = "spf=pass smtp.mailfrom=example.com; dmarc=pass header.from=example.com";

    [Test]
    public async Task A_chain_that_seal_makes_passes_with_its_instances()
    {
        using CheckFolder folder = await SealedAsync(2);
        JsonElement json = await folder.JsonAsync("arc", "verify", folder.PathOf("sealed.eml"));

        Assert.That((json.Text("result"), json.Text("oldest_pass")), Is.EqualTo(("pass", "0")));
        JsonElement instances = json.GetProperty("instances");
        Assert.That(instances.Texts("instance"), Is.EqualTo(new[] { "1", "2" }));
        Assert.That(instances.Texts("cv"), Is.EqualTo(new[] { "none", "pass" }));
        Assert.That(instances.Texts("domain"), Is.EqualTo(new[] { "example.net", "example.net" }));
        Assert.That(instances[0].Text("authentication_results"), Is.EqualTo($"mx.example.net; {Results}"));
    }

    [Test]
    public async Task What_broke_a_chain_is_explained()
    {
        using CheckFolder folder = await SealedAsync(1);
        string text = await File.ReadAllTextAsync(folder.PathOf("sealed.eml"));
        folder.Write("changed.eml", text.Replace("Hello", "Hullo", StringComparison.Ordinal));
        Run run = await folder.RunAsync("arc", "verify", folder.PathOf("changed.eml"));

        Assert.That(run.Standard, Does.StartWith("ARC fail: i=1: ARC-Message-Signature: body hash did not verify"));
    }

    [Test]
    public async Task A_key_that_the_dns_does_not_give_is_a_failure_that_may_pass()
    {
        using CheckFolder folder = (await SealedAsync(1)).WithRecords("s1._domainkey.example.net SERVFAIL");
        JsonElement json = await folder.JsonAsync("arc", "verify", folder.PathOf("sealed.eml"));

        Assert.That((json.Text("result"), json.GetProperty("temporary_failure").GetBoolean()), Is.EqualTo(("fail", true)));
        Assert.That(json.Text("reason"), Does.Contain("s1._domainkey.example.net"));
    }

    [Test]
    public async Task A_message_without_a_chain_says_none()
    {
        using CheckFolder folder = new CheckFolder().WithRecords("").Write("plain.eml", Message);
        JsonElement json = await folder.JsonAsync("arc", "verify", folder.PathOf("plain.eml"));

        Assert.That((json.Text("result"), json.GetProperty("instances").GetArrayLength()), Is.EqualTo(("none", 0)));
    }

    [Test]
    public async Task Results_that_are_none_are_not_sealed()
    {
        using CheckFolder folder = await SealedAsync(1);
        Run run = await Run.MailgateAsync(
            "arc", "seal", folder.PathOf("sealed.eml"), "-d", "example.net", "-s", "s1", "-k", folder.PathOf("key.pem"), "--records", folder.Records,
            "--results", "spf=pass\r\nX-Forged: yes");

        Assert.That((run.ExitCode, run.Standard), Is.EqualTo((1, "")));
        Assert.That(run.Error, Does.StartWith("mailgate: --results: not what Authentication-Results may hold"));
    }

    private static async Task<CheckFolder> SealedAsync(int seals)
    {
        CheckFolder folder = new CheckFolder().Write("sealed.eml", Message);
        string[] names = ["-d", "example.net", "-s", "s1"];
        Run key = await Run.MailgateAsync(["dkim", "keygen", "--algorithm", "ed25519", "-o", folder.PathOf("key.pem"), .. names]);
        folder.WithRecords(key.Standard);
        for (int i = 0; i < seals; i++)
        {
            Run run = await folder.RunAsync(
                ["arc", "seal", folder.PathOf("sealed.eml"), "-k", folder.PathOf("key.pem"), "--authserv-id", "mx.example.net", "--results", Results, .. names]);
            folder.Write("sealed.eml", Encoding.Latin1.GetBytes(run.Standard));
        }

        return folder;
    }
}
