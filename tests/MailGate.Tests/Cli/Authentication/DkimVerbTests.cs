using System.Text;
using System.Text.Json;
using NUnit.Framework;

namespace MailGate.Tests.Cli.Authentication;

internal sealed class DkimVerbTests
{
    private const string Message = "From: Joe <joe@example.com>\nTo: ann@example.net\nSubject: hello\nDate: Thu, 1 Jan 2026 00:00:00 +0000\n\nGrüße\n";
    private const string Noon = "2026-01-01T12:00:00Z";

    [TestCase("rsa", "rsa-sha256", 2048)]
    [TestCase("ed25519", "ed25519-sha256", 256)]
    public async Task What_sign_makes_with_a_new_key_verifies_with_the_record_that_keygen_prints(string kind, string algorithm, int bits)
    {
        using CheckFolder folder = await SignedAsync(kind);
        Assert.That(await File.ReadAllTextAsync(folder.PathOf("signed.eml")), Does.EndWith(Message.Replace("\n", "\r\n", StringComparison.Ordinal)));

        JsonElement json = await folder.JsonAsync("dkim", "verify", folder.PathOf("signed.eml"), "--time", Noon);
        JsonElement signature = json.GetProperty("signatures")[0];
        Assert.That(json.Text("result"), Is.EqualTo("pass"));
        Assert.That(
            (signature.Text("result"), signature.Text("domain"), signature.Text("selector"), signature.Text("algorithm"), signature.Text("reason")),
            Is.EqualTo(("pass", "example.com", "s1", algorithm, "the signature verified")));
        Assert.That(signature.GetProperty("key_bits").GetInt32(), Is.EqualTo(bits));
    }

    [Test]
    public async Task A_new_private_key_is_its_owners_and_no_file_is_overwritten()
    {
        using var folder = new CheckFolder();
        string file = folder.PathOf("new.pem");
        Run first = await Run.MailgateAsync("dkim", "keygen", "--algorithm", "ed25519", "--selector", "s1", "--output", file);
        Assert.That(first.Standard, Does.Match("^s1\\._domainkey 3600 IN TXT \"v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=\"\n$"));
        Assert.That(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), Is.True);

        string pem = await File.ReadAllTextAsync(file);
        Run second = await Run.MailgateAsync("dkim", "keygen", "--output", file);
        Assert.That((second.ExitCode, second.Standard, await File.ReadAllTextAsync(file)), Is.EqualTo((1, "", pem)));
    }

    [Test]
    public async Task Without_a_file_the_private_key_is_printed()
    {
        JsonElement json = CheckFolder.Json(await Run.MailgateAsync("dkim", "keygen", "--json", "-d", "example.com"));

        Assert.That(json.Text("private_key"), Does.StartWith("-----BEGIN PRIVATE KEY-----"));
        Assert.That(json.Text("record"), Does.StartWith("v=DKIM1; k=rsa; p="));
        Assert.That(json.Text("zone_line"), Does.Match("^s\\d{4}\\._domainkey\\.example\\.com\\. 3600 IN TXT \"v=DKIM1.{100,}\" \".+\"$"));
        Run run = await Run.MailgateAsync("dkim", "keygen", "--algorithm", "ed25519");
        Assert.That(run.Standard, Does.Match("(?s)^-----BEGIN PRIVATE KEY-----.+-----END PRIVATE KEY-----\n\ns\\d{4}\\._domainkey 3600 IN TXT \"v=DKIM1"));
    }

    [TestCase("512")]
    [TestCase("x")]
    public async Task A_key_size_out_of_range_is_a_wrong_command_line(string bits)
    {
        Run run = await Run.MailgateAsync("dkim", "keygen", "--bits", bits);

        Assert.That((run.ExitCode, run.Standard), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.StartWith($"mailgate: --bits: '{bits}' is not a number from 1024 to 8192"));
    }

    [Test]
    public async Task A_changed_header_or_body_is_told_apart()
    {
        using CheckFolder folder = await SignedAsync("ed25519");
        string signed = await File.ReadAllTextAsync(folder.PathOf("signed.eml"));
        folder.Write("header.eml", signed.Replace("Subject: hello", "Subject: [list] hello", StringComparison.Ordinal));
        folder.Write("body.eml", signed + "--\r\nfooter\r\n");

        Run header = await folder.RunAsync("dkim", "verify", folder.PathOf("header.eml"), "--time", Noon);
        Run body = await folder.RunAsync("dkim", "verify", folder.PathOf("body.eml"), "--time", Noon);
        Assert.That(header.Standard, Does.StartWith("DKIM fail: example.com: signature did not verify: the body is intact").And.Contain("subject"));
        Assert.That(body.Standard, Does.StartWith("DKIM fail: example.com: body hash did not verify"));
    }

    [TestCase("2026-01-01T12:00:00Z", "pass", "verified")]
    [TestCase("1767268800", "pass", "verified")]
    [TestCase("2026-01-03", "permerror", "expired at 2026-01-02 00:00:00 UTC")]
    [TestCase("2025-12-31", "permerror", "dated in the future")]
    public async Task The_clock_decides_whether_a_signature_holds(string time, string result, string reason)
    {
        using CheckFolder folder = await SignedAsync("ed25519");
        JsonElement json = await folder.JsonAsync("dkim", "verify", folder.PathOf("signed.eml"), "--time", time);

        Assert.That(json.GetProperty("signatures").Texts("result"), Is.EqualTo(new[] { result }));
        Assert.That(json.GetProperty("signatures")[0].Text("reason"), Does.Contain(reason));
    }

    [TestCase("", "permerror", "no key: s1._domainkey.example.com does not exist")]
    [TestCase("s1._domainkey.example.com A 192.0.2.1", "permerror", "no key: s1._domainkey.example.com has no TXT record")]
    [TestCase("s1._domainkey.example.com SERVFAIL", "temperror", "key unavailable")]
    [TestCase("s1._domainkey.example.com TIMEOUT", "temperror", "did not answer for s1._domainkey.example.com in time")]
    public async Task A_key_that_cannot_be_had_is_named(string records, string result, string reason)
    {
        using CheckFolder folder = (await SignedAsync("ed25519")).WithRecords(records);
        JsonElement json = await folder.JsonAsync("dkim", "verify", folder.PathOf("signed.eml"), "--time", Noon);

        Assert.That(json.GetProperty("signatures").Texts("result"), Is.EqualTo(new[] { result }));
        Assert.That(json.GetProperty("signatures")[0].Text("reason"), Does.Contain(reason));
        Assert.That(json.GetProperty("lookups").Texts("name"), Is.EqualTo(new[] { "s1._domainkey.example.com" }));
    }

    [Test]
    public async Task A_message_without_signatures_says_none()
    {
        using CheckFolder folder = new CheckFolder().WithRecords("").Write("plain.eml", Message);
        JsonElement json = await folder.JsonAsync("dkim", "verify", folder.PathOf("plain.eml"));

        Assert.That((json.Text("result"), json.GetProperty("signatures").GetArrayLength()), Is.EqualTo(("none", 0)));
    }

    [Test]
    public async Task Sign_can_print_the_field_alone_and_refuses_what_should_not_be_signed()
    {
        using CheckFolder folder = await SignedAsync("ed25519");
        folder.Write("two.eml", "From: a@example.com\n" + Message);
        string[] key = ["-d", "example.com", "-s", "s1", "-k", folder.PathOf("key.pem")];
        Run field = await Run.MailgateAsync(["dkim", "sign", folder.PathOf("plain.eml"), .. key, "--fields-only", "--canonicalization", "simple/relaxed"]);
        Run two = await Run.MailgateAsync(["dkim", "sign", folder.PathOf("two.eml"), .. key]);
        Run bad = await Run.MailgateAsync("dkim", "sign", folder.PathOf("plain.eml"), "-d", "example.com", "-s", "s1", "-k", folder.PathOf("plain.eml"));

        Assert.That(field.Standard, Does.StartWith("DKIM-Signature: v=1;").And.Contain("c=simple/relaxed").And.Not.Contain("\nFrom:"));
        Assert.That((two.ExitCode, two.Standard, two.Error), Is.EqualTo((1, "", "mailgate: not signed: the message has 2 From fields, not one\n")));
        Assert.That((bad.ExitCode, bad.Standard), Is.EqualTo((1, "")));
        Assert.That(bad.Error, Does.Contain("cannot be used: it holds no PEM block"));
    }

    // A message signed at the beginning of 2026, for one day.
    private static async Task<CheckFolder> SignedAsync(string kind)
    {
        CheckFolder folder = new CheckFolder().Write("plain.eml", Encoding.UTF8.GetBytes(Message));
        string[] names = ["-d", "example.com", "-s", "s1"];
        Run key = await Run.MailgateAsync(["dkim", "keygen", "--algorithm", kind, "-o", folder.PathOf("key.pem"), .. names]);
        Run signed = await Run.MailgateAsync(
            ["dkim", "sign", folder.PathOf("plain.eml"), "-k", folder.PathOf("key.pem"), "--expires", "1d", "--time", "2026-01-01", .. names]);
        // The text writer has one character for an octet.
        return folder.WithRecords(key.Standard).Write("signed.eml", Encoding.Latin1.GetBytes(signed.Standard));
    }
}
