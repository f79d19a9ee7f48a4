using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>What <c>auth:</c> switches off: it asks nobody, says nothing, and is none for rules that name it all the same.</summary>
internal sealed class AuthenticationSwitchesTests
{
    private const string Rules = """
        rules:
          - { name: A, when: 'iprev.result == "none"', add_header: { X-Off: iprev } }
          - { name: B, when: 'spf.result == "none"', add_header: { X-Off: spf } }
          - { name: C, when: 'dkim.result == "none"', add_header: { X-None: dkim } }
          - { name: D, when: 'arc.result == "none"', add_header: { X-None: arc } }
          - { name: E, when: 'dmarc.result == "none"', add_header: { X-Off: dmarc } }
        thresholds: { reject: 1000 }
        """;

    [TestCase("iprev")]
    [TestCase("spf")]
    [TestCase("dkim")]
    [TestCase("arc")]
    [TestCase("dmarc")]
    public async Task A_method_that_is_switched_off_is_not_in_Authentication_Results_and_none_for_rules(string method)
    {
        string text = await DeliverAsync($"auth: {{ {method}: false }}\n");
        string results = text[text.IndexOf("Authentication-Results:", StringComparison.Ordinal)..text.IndexOf("From:", StringComparison.Ordinal)];
        foreach (string other in (string[])["iprev", "spf", "dkim", "arc", "dmarc"])
        {
            Assert.That(results, other == method ? Does.Not.Match($@"\s{other}=") : Does.Match($@"\s{other}="));
        }

        // Nobody answers in this test: what is asked is in doubt.
        Assert.That(text, Does.Contain($"{(method is "dkim" or "arc" ? "X-None" : "X-Off")}: {method}\r\n"));
        Assert.That(System.Text.RegularExpressions.Regex.Count(text, "X-Off: "), Is.EqualTo(method is "dkim" or "arc" ? 0 : 1));
    }

    [Test]
    public async Task With_all_of_them_off_that_ask_the_dns_nobody_is_asked()
    {
        string text = await DeliverAsync("auth: { spf: false, iprev: false, dmarc: false }\n");
        Assert.That(text, Does.Contain("Authentication-Results: mx.local.example;").And.Contain("dkim=none").And.Not.Contain("did not answer"));
    }

    private static async Task<string> DeliverAsync(string settings)
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, "dns: { servers: [ \"127.0.0.1:9\" ], timeout: 100ms, attempts: 1 }\n" + settings, rules: Rules);
        await using SmtpTestClient client = await gateway.GreetAsync();
        await client.SayAsync(
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("DATA", "354 "), ("From: a@client.example\r\nSubject: x\r\n\r\nbody\r\n.", "250 "));
        return downstream.Messages.Single().Text;
    }
}
