using System.Text.Json;
using System.Text.RegularExpressions;
using MailGate.EndToEnd.Dns;
using MailGate.EndToEnd.Support;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.EndToEnd.Relay;

/// <summary>What the <c>rewrite:</c> section does to an envelope and a header, as a real Postfix behind the built program delivers it.</summary>
[TestFixture]
internal sealed partial class PostfixRewriteTests
{
    private const string Settings = """
        listeners: [ { address: "127.0.0.1:0", name: mx } ]
        rewrite:
          forward_to: [ partner.test ]
          canonical: [ { match: "@old.ex.test", to: "@ex.test", in: header } ]
          recipient_canonical: [ { match: first.last@ex.test, to: u17@ex.test } ]
          aliases:
            - { match: team@ex.test, to: "ann@ex.test, bob@ex.test" }
            - { match: away@ex.test, to: away@partner.test }
            - { match: lost@ex.test, to: lost@elsewhere.test }
          masquerade: { domains: [ author.test ] }
          srs: { domain: srs.ex.test, secrets: [ "a secret of the tests" ] }

        """;

    // Postfix adds one to mail that has none.
    private const string Date = "Date: Sun, 22 Nov 2026 06:00:00 +0000\r\n";

    // Octets of every kind, addresses that are rewritten in a header, and lines that begin with a dot: none of it is the rewriter's business.
    private static readonly string Body =
        $"jo@host.author.test wrote to team@ex.test and x@old.ex.test \t\r\n.\r\n..two dots\r\n\r\n{new string([.. Enumerable.Range(1, 255).Select(octet => (char)octet).Where(octet => octet is not '\r' and not '\n')])}\r\nend\r\n";

    private PostfixServer _postfix = null!;
    private GatewayProcess _gateway = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _postfix = await PostfixServer.StartAsync();
        _gateway = await GatewayProcess.StartAsync($"downstream: \"127.0.0.1:{_postfix.Port}\"\n{Settings}");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        if (_postfix is not null)
        {
            await _postfix.DisposeAsync();
        }
    }

    [Test]
    public async Task Aliases_canonical_addresses_and_masquerading_reach_the_mailboxes_and_the_body_is_left_alone()
    {
        string id = $"<{Guid.NewGuid():N}@author.test>";
        string rest = $"{Date}Subject: x@old.ex.test\r\n and jo@host.author.test\r\nMessage-ID: {id}\r\nX-Odd:  jo@host.author.test  \t\r\n\r\n{Body}";
        await using SmtpTestClient client = await GreetAsync();
        await SendAsync(
            client, "jo@host.author.test", $"From: \"Jo (Host)\" <jo@host.author.test>\r\nTo: Team <team@ex.test>,\r\n \"Last, First\" <first.last@ex.test>, x@old.ex.test\r\n{rest}",
            "team@ex.test", "first.last@ex.test");

        IReadOnlyList<string> mail = await _postfix.FindAsync(id, 3);
        Assert.That(mail.Select(text => Field(text, "Delivered-To")), Is.EquivalentTo((string[])["ann@ex.test", "bob@ex.test", "u17@ex.test"]));
        foreach (string text in mail)
        {
            Assert.That(Field(text, "Return-Path"), Is.EqualTo("<jo@author.test>"));
            Assert.That(text, Does.EndWith(
                $"From: \"Jo (Host)\" <jo@author.test>\r\nTo: Team <team@ex.test>,\r\n \"Last, First\" <u17@ex.test>, x@ex.test\r\n{rest}"), "aliases are for the envelope alone");
        }
    }

    [Test]
    public async Task Forwarded_mail_bounces_to_its_author_and_nobody_else_can_use_that_way()
    {
        string forwarded = $"<{Guid.NewGuid():N}@author.test>", bounce = $"<{Guid.NewGuid():N}@partner.test>", direct = $"<{Guid.NewGuid():N}@author.test>";
        await using SmtpTestClient client = await GreetAsync();
        await SendAsync(client, "jo@author.test", $"{Date}From: jo@author.test\r\nMessage-ID: {forwarded}\r\n\r\n{Body}", "away@ex.test");
        await SendAsync(client, "jo@author.test", $"{Date}From: jo@author.test\r\nMessage-ID: {direct}\r\n\r\n{Body}", "user@ex.test");

        string text = (await _postfix.FindAsync(forwarded)).Single();
        Assert.That(Field(text, "Delivered-To"), Is.EqualTo("away@partner.test"));
        Assert.That(Field(text, "Return-Path"), Does.Match("^<SRS0=[A-Z2-7]+=[A-Z2-7]{2}=author.test=jo@srs.ex.test>$"));
        Assert.That(text, Does.EndWith($"{Date}From: jo@author.test\r\nMessage-ID: {forwarded}\r\n\r\n{Body}"));
        Assert.That(Field((await _postfix.FindAsync(direct)).Single(), "Return-Path"), Is.EqualTo("<jo@author.test>"), "what stays here keeps its sender");

        string back = Field(text, "Return-Path")[1..^1];
        await SendAsync(client, "", $"{Date}From: MAILER-DAEMON@partner.test\r\nMessage-ID: {bounce}\r\n\r\n{Body}", back);
        string returned = (await _postfix.FindAsync(bounce)).Single();
        Assert.That((Field(returned, "Delivered-To"), Field(returned, "Return-Path")), Is.EqualTo(("jo@author.test", "<>")));

        Assert.That(await client.CommandAsync("MAIL FROM:<spammer@elsewhere.test>"), Does.StartWith("250 "));
        Assert.That(await client.CommandAsync($"RCPT TO:<{back}>"), Does.StartWith("550 5.7.1 "), "only notifications go that way");
        await client.CommandAsync("RSET");
        Assert.That(await client.CommandAsync("MAIL FROM:<>"), Does.StartWith("250 "));
        Assert.That(await client.CommandAsync($"RCPT TO:<{back.Replace("=jo@", "=victim@", StringComparison.Ordinal)}>"), Does.StartWith("550 5.1.1 "), "its hash is of another address");
    }

    [Test]
    public async Task What_is_signed_is_judged_as_it_came_though_it_goes_on_rewritten()
    {
        string key = Path.Combine(Path.GetTempPath(), $"mailgate-{Guid.NewGuid():N}.pem"), id = $"<{Guid.NewGuid():N}@author.test>";
        (_, string made) = await Tools.RunAsync(BuiltProgram.Path, ["dkim", "keygen", "-d", "author.test", "-s", "s1", "-a", "ed25519", "-o", key, "--json"]);
        string record = JsonDocument.Parse(made).RootElement.GetProperty("zone_line").GetString()!;
        await using KnotServer dns = await KnotServer.StartAsync(new Dictionary<string, string?> { ["test"] = "", ["author.test"] = $"{record}\n_dmarc TXT \"v=DMARC1; p=reject\"\n" });
        await using GatewayProcess gateway = await GatewayProcess.StartAsync($"downstream: \"127.0.0.1:{_postfix.Port}\"\ndns: {{ servers: [ \"{dns.EndPoint}\" ] }}\n{Settings}");
        string message = $"{Date}From: jo@host.author.test\r\nTo: first.last@ex.test\r\nMessage-ID: {id}\r\n\r\nbody\r\n";
        (int exitCode, string signature) = await Tools.RunAsync(BuiltProgram.Path, ["dkim", "sign", "-d", "author.test", "-s", "s1", "-k", key, "--fields-only"], message);
        File.Delete(key);
        Assert.That(exitCode, Is.Zero, signature);
        await using SmtpTestClient client = await GreetAsync(gateway);
        await SendAsync(client, "jo@host.author.test", signature.ReplaceLineEndings("\r\n") + message, "user@ex.test");

        string text = (await _postfix.FindAsync(id)).Single();
        Assert.That(text, Does.EndWith($"From: jo@author.test\r\nTo: u17@ex.test\r\nMessage-ID: {id}\r\n\r\nbody\r\n"), "signed fields are rewritten");
        string results = text[text.IndexOf("Authentication-Results: mx.ex.test", StringComparison.Ordinal)..text.IndexOf("DKIM-Signature:", StringComparison.Ordinal)];
        Assert.That(results, Does.Match(@"dkim=pass\s[^;]*header\.d=author\.test").And.Match(@"dmarc=pass\s[^;]*header\.from=host\.author\.test"));
    }

    // This Postfix would take all of it: the gateway's address is in its mynetworks.
    [TestCase("lost@ex.test", TestName = "{m}(an alias to a domain that is not accepted)")]
    [TestCase("victim@elsewhere.test", TestName = "{m}(plain)")]
    [TestCase("victim@partner.test", TestName = "{m}(a domain to which only aliases lead)")]
    [TestCase("x@old.ex.test", TestName = "{m}(a domain that a map names)")]
    [TestCase("victim%elsewhere.test@ex.test", TestName = "{m}(the percent hack)")]
    [TestCase("SRS0=AAAAAA=AA=elsewhere.test=victim@srs.ex.test", TestName = "{m}(SRS0 with a hash that is none)")]
    [TestCase("SRS1=AAAA=elsewhere.test==AAAAAA=AA=elsewhere.test=victim@srs.ex.test", TestName = "{m}(SRS1)")]
    [TestCase("anybody@srs.ex.test", TestName = "{m}(no SRS address in its domain)")]
    public async Task Rewriting_makes_no_open_relay(string recipient)
    {
        await using SmtpTestClient client = await GreetAsync();
        Assert.That(await client.CommandAsync("MAIL FROM:<jo@author.test>"), Does.StartWith("250 "));
        Assert.That(await client.CommandAsync($"RCPT TO:<{recipient}>"), Does.Match(@"^550 5\.(7|1)\.1 "));
        Assert.That(await client.CommandAsync("DATA"), Does.StartWith("5"));
    }

    private async Task<SmtpTestClient> GreetAsync(GatewayProcess? gateway = null)
    {
        SmtpTestClient client = await SmtpTestClient.ConnectAsync((gateway ?? _gateway).EndPoints[0]);
        Assert.That(await client.ReadReplyAsync(), Does.StartWith("220 "));
        Assert.That(await client.CommandAsync("EHLO client.example"), Does.StartWith("250-"));
        return client;
    }

    private static async Task SendAsync(SmtpTestClient client, string from, string message, params string[] recipients)
    {
        Assert.That(await client.CommandAsync($"MAIL FROM:<{from}> BODY=8BITMIME"), Does.StartWith("250 "));
        foreach (string recipient in recipients)
        {
            Assert.That(await client.CommandAsync($"RCPT TO:<{recipient}>"), Does.StartWith("250 "), recipient);
        }

        Assert.That(await client.CommandAsync("DATA"), Does.StartWith("354 "));
        Assert.That(await client.CommandAsync(message.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + "."), Does.StartWith("250 "), () => client.Received);
    }

    private static string Field(string text, string name) => Fields().Matches(text).First(match => match.Groups[1].Value == name).Groups[2].Value;

    [GeneratedRegex(@"^([!-9;-~]+): ([^\r\n]*)", RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex Fields();
}
