using MailGate.EndToEnd.Support;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.EndToEnd.Relay;

/// <summary>Dovecot behind, by LMTP: it alone knows its users, and answers for each of them.</summary>
internal sealed class DovecotRelayTests
{
    [Test]
    public async Task Mail_reaches_the_mailboxes_of_those_who_have_one()
    {
        await using DovecotServer dovecot = await DovecotServer.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync($$"""
            listeners: [ { address: "127.0.0.1:0", name: mx } ]
            routes: [ { name: boxes, default: true, targets: [ { host: 127.0.0.1, port: {{dovecot.Port}}, protocol: lmtp } ] } ]

            """);
        await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(gateway.EndPoints[0]);
        Assert.That(await client.ReadReplyAsync(), Does.StartWith("220 "));
        foreach ((string line, string expected) in new[]
        {
            ("EHLO client.example", "250-"), ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<one@ex.test>", "250 "), ("RCPT TO:<nobody@ex.test>", "550 5.1.1 "),
            ("RCPT TO:<two@ex.test>", "250 "), ("DATA", "354 "), ("Subject: for two\r\n\r\n..\r\nbody\r\n.", "250 "),
        })
        {
            Assert.That(await client.CommandAsync(line), Does.StartWith(expected), line);
        }

        foreach (string user in new[] { "one", "two" })
        {
            Assert.That((await dovecot.MailOfAsync(user)).Single(), Does.EndWith("Subject: for two\n\n.\nbody\n"), user);
        }
    }
}
