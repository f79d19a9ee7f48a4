using MailGate.EndToEnd.Support;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.EndToEnd.Relay;

/// <summary>What clients ask for by ESMTP parameters, as a real Postfix understands it.</summary>
internal sealed class PostfixExtensionsTests
{
    private PostfixServer _postfix = null!;
    private GatewayProcess _gateway = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _postfix = await PostfixServer.StartAsync();
        _gateway = await GatewayProcess.StartAsync($$"""
            listeners: [ { address: "127.0.0.1:0", name: mx, tls: starttls } ]
            routes: [ { default: true, recipients: cached, targets: [ { host: 127.0.0.1, port: {{_postfix.Port}} } ] } ]
            limits: { recipients: 3 }

            """);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await (_gateway?.DisposeAsync() ?? default);
        await (_postfix?.DisposeAsync() ?? default);
    }

    // The second time the recipient is known, and asked for after DATA only.
    [Test]
    public async Task Postfix_sends_the_notification_that_the_client_asked_for([Values(1, 2)] int time)
    {
        string envelope = $"env{Guid.NewGuid():N}";
        await using SmtpTestClient client = await ConnectAsync();
        await client.SayAsync(
            ("EHLO client.example", "250-"), ($"MAIL FROM:<author@ex.test> RET=HDRS ENVID={envelope}", "250 "),
            ("RCPT TO:<notified@ex.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;first+2Bname@client.example", "250 "), ("DATA", "354 "),
            ($"Subject: notify {time}\r\nX-Part: of the header\r\n\r\nthe body\r\n.", "250 "));

        string report = (await _postfix.FindAsync($"Original-Envelope-Id: {envelope}")).Single();
        Assert.That(report, Does.Contain("Delivered-To: author@ex.test").And.Contain("Action: delivered"));
        Assert.That(report, Does.Contain("Final-Recipient: rfc822; notified@ex.test").And.Contain("Original-Recipient: rfc822;first+name@client.example"));
        Assert.That(report, Does.Contain("X-Part: of the header").And.Not.Contain("the body"), "RET=HDRS");
    }

    [Test]
    public async Task The_limits_that_are_told_are_those_that_hold()
    {
        await using SmtpTestClient client = await ConnectAsync();
        // RFC 9422.
        Assert.That(await client.CommandAsync("EHLO client.example"), Does.Match(@"250-LIMITS MAILMAX=\d+ RCPTMAX=3\n"));
        await client.SayAsync(
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<one@ex.test>", "250 "), ("RCPT TO:<two@ex.test>", "250 "), ("RCPT TO:<three@ex.test>", "250 "),
            ("RCPT TO:<four@ex.test>", "452 4.5.3 "));
    }

    // RFC 8689 §4.1: this Postfix does not know REQUIRETLS, so that the client must not be led to believe that its mail would be kept under TLS.
    [Test]
    public async Task REQUIRETLS_is_not_offered_where_the_server_behind_lacks_it()
    {
        await using SmtpTestClient client = await ConnectAsync();
        await client.SayAsync(("EHLO client.example", "250-"), ("STARTTLS", "220 "));
        await client.StartTlsAsync();
        Assert.That(await client.CommandAsync("EHLO client.example"), Does.Contain("DSN").And.Not.Contain("REQUIRETLS"));
        await client.SayAsync(("MAIL FROM:<a@client.example> REQUIRETLS", "555 5.5.4 "));
    }

    private async Task<SmtpTestClient> ConnectAsync()
    {
        SmtpTestClient client = await SmtpTestClient.ConnectAsync(_gateway.EndPoints[0]);
        Assert.That(await client.ReadReplyAsync(), Does.StartWith("220 "));
        return client;
    }
}
