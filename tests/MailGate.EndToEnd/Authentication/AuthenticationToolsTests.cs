using System.Text;
using System.Text.Json;
using MailGate.EndToEnd.Dns;
using NUnit.Framework;

namespace MailGate.EndToEnd.Authentication;

/// <summary>The administrator's tools of the built program against zones that a server of another author serves.</summary>
[TestFixture]
[Category("Knot")]
internal sealed class AuthenticationToolsTests
{
    private const string Body = "To: ann@example.net\nSubject: gr\u00fc\u00dfe\nDate: Thu, 1 Jan 2026 00:00:00 +0000\n\nHello\n";

    private DirectoryInfo folder = null!;
    private KnotServer knot = null!;

    private string KeyFile => Path.Combine(folder.FullName, "s1.pem");

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        folder = Directory.CreateTempSubdirectory("mailgate-tools");
        (int exitCode, byte[] record, string errors) = await MailgateProgram.RunAsync([], "dkim", "keygen", "-s", "s1", "-o", KeyFile);
        Assert.That(exitCode, Is.Zero, errors);
        // The record goes into the zone files as it is printed.
        string key = Encoding.ASCII.GetString(record);
        knot = await KnotServer.StartAsync(
            new Dictionary<string, string?>
            {
                ["good.test"] = key + """
                    @ TXT "v=spf1 ip4:192.0.2.1 include:spf.tcp.test -all"
                    _dmarc TXT "v=DMARC1; p=reject"
                    mail A 192.0.2.1
                    """,
                ["tcp.test"] = key + """
                    @ TXT "v=spf1 ip4:192.0.2.1 -all"
                    spf TXT "v=spf1 ip4:192.0.2.2 -all"
                    _dmarc TXT "v=DMARC1; p=quarantine"
                    mail A 192.0.2.2
                    """,
                ["broken.test"] = null,
                ["2.0.192.in-addr.arpa"] = "1 PTR mail.good.test.\n2 PTR mail.tcp.test.\n3 PTR mail.broken.test.\n",
            },
            "tcp.test");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (knot is not null)
        {
            await knot.DisposeAsync();
        }

        folder?.Delete(recursive: true);
    }

    [TestCase("good.test", "192.0.2.1", "pass", "pass", "pass", "reject", "pass")]
    [TestCase("good.test", "192.0.2.2", "pass", "pass", "pass", "reject", "pass")]
    [TestCase("good.test", "192.0.2.9", "fail", "pass", "pass", "reject", "permerror")]
    [TestCase("tcp.test", "192.0.2.1", "pass", "pass", "pass", "quarantine", "pass")]
    [TestCase("broken.test", "192.0.2.3", "temperror", "temperror", "temperror", null, "temperror")]
    public async Task Auth_sees_a_zone_as_it_is_served(string domain, string client, string spf, string dkim, string dmarc, string? policy, string iprev)
    {
        byte[] signed = await SignAsync(domain);
        JsonElement json = await JsonAsync(signed, "auth", "-", "--ip", client, "--helo", $"mail.{domain}", "--from", $"joe@{domain}", "--authserv-id", "mx.test");

        Assert.That(Result(json.GetProperty("spf")), Is.EqualTo(spf));
        Assert.That(json.GetProperty("dkim").EnumerateArray().Select(Result), Is.EqualTo(new[] { dkim }));
        Assert.That((Result(json.GetProperty("dmarc")), json.GetProperty("dmarc").GetProperty("policy").GetString()), Is.EqualTo((dmarc, policy)));
        Assert.That(Result(json.GetProperty("iprev")), Is.EqualTo(iprev));
        Assert.That(json.GetProperty("authentication_results").GetString(), Does.StartWith("mx.test; ").And.Contain($"dmarc={dmarc}"));
    }

    [Test]
    public async Task A_server_that_is_not_there_is_a_temporary_error()
    {
        (int exitCode, byte[] output, string errors) = await MailgateProgram.RunAsync(
            [], "spf", "192.0.2.1", "--from", "joe@good.test", "--dns", "127.0.0.1:9", "--json");

        Assert.That(exitCode, Is.Zero, errors);
        Assert.That(Result(JsonDocument.Parse(output).RootElement), Is.EqualTo("temperror"));
    }

    [Test]
    public async Task A_chain_that_seal_made_is_validated_with_the_key_in_the_zone()
    {
        (int exitCode, byte[] message, string errors) = await MailgateProgram.RunAsync(
            await SignAsync("good.test"), "arc", "seal", "-", "-d", "tcp.test", "-s", "s1", "-k", KeyFile, "--dns", knot.EndPoint.ToString());
        Assert.That(exitCode, Is.Zero, errors);
        JsonElement json = await JsonAsync(message, "arc", "verify", "-");

        Assert.That(Result(json), Is.EqualTo("pass"), json.GetProperty("reason").GetString());
        Assert.That(json.GetProperty("instances")[0].GetProperty("authentication_results").GetString(), Does.StartWith("tcp.test; dkim=pass header.d=good.test"));
    }

    [Test]
    public async Task Signing_keeps_every_octet_of_a_message()
    {
        byte[] message = [.. "From: joe@good.test\r\nSubject: gr\u00fc\u00dfe\r\n\r\n"u8, .. Enumerable.Range(0, 256).Select(i => (byte)i).Where(octet => octet is not (10 or 13)), .. "\r\n"u8];
        byte[] signed = await SignAsync(message, "good.test");

        Assert.That(signed[^message.Length..], Is.EqualTo(message));
        Assert.That(Encoding.ASCII.GetString(signed), Does.StartWith("DKIM-Signature: v=1; "));
    }

    private static string? Result(JsonElement json) => json.GetProperty("result").GetString();

    private Task<byte[]> SignAsync(string domain) => SignAsync(Encoding.Latin1.GetBytes($"From: Joe <joe@{domain}>\n{Body}"), domain);

    private async Task<byte[]> SignAsync(byte[] message, string domain)
    {
        (int exitCode, byte[] signed, string errors) = await MailgateProgram.RunAsync(message, "dkim", "sign", "-d", domain, "-s", "s1", "-k", KeyFile);
        Assert.That(exitCode, Is.Zero, errors);
        return signed;
    }

    private async Task<JsonElement> JsonAsync(byte[] message, params string[] arguments)
    {
        (int exitCode, byte[] output, string errors) = await MailgateProgram.RunAsync(message, [.. arguments, "--dns", knot.EndPoint.ToString(), "--json"]);
        Assert.That((exitCode, errors), Is.EqualTo((0, "")));
        using JsonDocument document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }
}
