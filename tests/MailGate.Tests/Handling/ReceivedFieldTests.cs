using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>The trace field on top of what the server behind gets (RFC 5321 §4.4).</summary>
internal sealed class ReceivedFieldTests
{
    private const string Date = @"\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d \+0000";

    [Test]
    public async Task It_names_the_client_the_protocol_the_id_and_the_only_recipient() =>
        Assert.That(await TopOfAsync("MAIL FROM:<a@client.example>", "RCPT TO:<b@local.example>"), Does.Match(
            @"^Received: from client\.example \(\[127\.0\.0\.1\]\)\r\n\tby mx\.local\.example \(MailGate\) with ESMTP id [0-9A-Z]{12}\.1\r\n\tfor <b@local\.example>;\r\n\t"
            + Date + "\r\nSubject: x\r\n"));

    [Test]
    public async Task Of_several_recipients_none_learns_of_another() =>
        Assert.That(await TopOfAsync("MAIL FROM:<a@client.example>", "RCPT TO:<b@local.example>", "RCPT TO:<c@local.example>"), Does.Match(
            @"^Received: from client\.example \(\[127\.0\.0\.1\]\)\r\n\tby mx\.local\.example \(MailGate\) with ESMTP id [0-9A-Z]{12}\.1;\r\n\t" + Date + "\r\nSubject: x\r\n"));

    [Test]
    public async Task An_address_beyond_ascii_stands_there_as_utf_8() =>
        Assert.That(await TopOfAsync("MAIL FROM:<a@client.example> SMTPUTF8", "RCPT TO:<j\u00c3\u00bcrgen@local.example>"), Does.Match(
            @"with UTF8SMTP id [0-9A-Z]{12}\.1\r\n\tfor <j\u00c3\u00bcrgen@local\.example>;\r\n\t"));

    [Test]
    public async Task Under_tls_it_names_the_cipher_suite() =>
        Assert.That(await TopOfAsync(isUnderTls: true, "MAIL FROM:<a@client.example>", "RCPT TO:<b@local.example>"), Does.Match(
            @"with ESMTPS id [0-9A-Z]{12}\.1\r\n\tfor <b@local\.example>\r\n\ttls TLS_[A-Z0-9_]+ \(TLSv1\.[23]\);\r\n\t"));

    private static Task<string> TopOfAsync(params string[] commands) => TopOfAsync(isUnderTls: false, commands);

    private static async Task<string> TopOfAsync(bool isUnderTls, params string[] commands)
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, "auth: { spf: false, dkim: false, dmarc: false, arc: false, iprev: false }\nheaders: { authentication_results: false }\n");
        await using SmtpTestClient client = await gateway.GreetAsync();
        if (isUnderTls)
        {
            Assert.That(await client.CommandAsync("STARTTLS"), Does.StartWith("220 "));
            await client.StartTlsAsync();
            Assert.That(await client.CommandAsync("EHLO client.example"), Does.StartWith("250-"));
        }

        foreach (string command in commands)
        {
            Assert.That(await client.CommandAsync(command), Does.StartWith("250 "), command);
        }

        Assert.That(await client.CommandAsync("DATA"), Does.StartWith("354 "));
        await client.SendAsync("Subject: x\r\n\r\nbody\r\n.\r\n");
        Assert.That(await client.ReadReplyAsync(), Does.StartWith("250 "));
        return downstream.Messages[0].Text;
    }
}
