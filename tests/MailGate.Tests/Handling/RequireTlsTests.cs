using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>REQUIRETLS (RFC 8689) through the whole gateway: mail that asks for TLS goes on with it or not at all.</summary>
internal sealed class RequireTlsTests
{
    [Test]
    public async Task It_is_offered_under_TLS_goes_on_under_TLS_and_is_refused_where_a_route_cannot_carry_it()
    {
        await using FakeDownstream able = new();
        able.Keywords.AddRange(["STARTTLS", "REQUIRETLS"]);
        await using FakeDownstream unable = new();
        await using TestGateway gateway = await TestGateway.StartAsync($$"""
            routes:
              - { default: true, tls: require, targets: [ { host: 127.0.0.1, port: {{able.Listen().Port}} } ] }
              - { name: other, domains: [ "*.local.example" ], targets: [ { host: 127.0.0.1, port: {{unable.Listen().Port}} } ] }
            relay: { from: [ 127.0.0.0/8 ] }

            """);
        // What the default route's server offers is asked for at start, and known after the first mail at the latest.
        await using (SmtpTestClient first = await gateway.GreetAsync())
        {
            await first.DeliverAsync();
        }

        await using SmtpTestClient client = await gateway.ConnectAsync();
        await client.ReadReplyAsync();
        Assert.That(await client.CommandAsync("EHLO client.example"), Does.Not.Contain("REQUIRETLS"), "in clear it means nothing (section 4.1)");
        await client.SayAsync(("STARTTLS", "220 "));
        await client.StartTlsAsync();
        Assert.That(await client.CommandAsync("EHLO client.example"), Does.Contain("REQUIRETLS"));
        await client.SayAsync(
            ("MAIL FROM:<a@client.example> REQUIRETLS", "250 "), ("RCPT TO:<u@local.example>", "250 "), ("DATA", "354 "), (Talk.Message, "250 "),
            ("MAIL FROM:<a@client.example> REQUIRETLS", "250 "), ("RCPT TO:<u@sub.local.example>", "550 5.7.30 "));

        Assert.That(able.Messages.Last().Mail, Is.EqualTo("MAIL FROM:<a@client.example> REQUIRETLS"));
        Assert.That(unable.Messages, Is.Empty);
    }
}
