using MailGate.EndToEnd.Support;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.EndToEnd.Relay;

/// <summary><c>recipients: cached</c> before a real Postfix, which loses a user whom the gateway still knows.</summary>
internal sealed class KnownRecipientsTests
{
    [Test]
    public async Task Mail_to_a_user_who_has_gone_is_never_accepted_and_the_others_have_theirs_at_the_second_attempt()
    {
        await using PostfixServer postfix = await PostfixServer.StartAsync(server =>
        {
            File.WriteAllText(TableOf(server), "");
            return $"smtpd_recipient_restrictions = check_recipient_access texthash:{TableOf(server)}";
        });
        await using GatewayProcess gateway = await GatewayProcess.StartAsync($$"""
            listeners: [ { address: "127.0.0.1:0", name: mx } ]
            routes: [ { default: true, recipients: cached, keep: 0s, targets: [ { host: 127.0.0.1, port: {{postfix.Port}} } ] } ]

            """);
        await using SmtpTestClient client = await SmtpTestClient.ConnectAsync(gateway.EndPoints[0]);
        await client.ReadReplyAsync();
        string marker = $"gone{Guid.NewGuid():N}";
        await client.SayAsync(("EHLO client.example", "250-"), ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<leaver@ex.test>", "250 "), ("RCPT TO:<stayer@ex.test>", "250 "), ("RSET", "250 "));

        await File.WriteAllTextAsync(TableOf(postfix), "leaver@ex.test 550 5.1.1 No such user any more\n");
        await postfix.RestartAsync();
        await client.SayAsync(
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<leaver@ex.test>", "250 "), ("RCPT TO:<stayer@ex.test>", "250 "), ("DATA", "451 4.3.0 "),
            ("MAIL FROM:<a@client.example>", "250 "), ("RCPT TO:<leaver@ex.test>", "550 5.1.1 "), ("RCPT TO:<stayer@ex.test>", "250 "), ("DATA", "354 "),
            ($"Subject: {marker}\r\n\r\nbody\r\n.", "250 "));

        Assert.That((await postfix.FindAsync(marker)).Single(), Does.Contain("Delivered-To: stayer@ex.test"));
    }

    private static string TableOf(PostfixServer server) => Path.Combine(server.Folder, "gone");
}
