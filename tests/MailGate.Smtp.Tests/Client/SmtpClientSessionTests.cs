using MailGate.Smtp.Client;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client;

internal sealed class SmtpClientSessionTests
{
    [Test]
    public async Task Messages_are_sent_to_those_who_are_accepted_and_the_session_ends_with_quit()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On("RCPT", "550 5.1.1 No", "250 2.1.5 Ok", "550 5.1.1 No", "250 2.1.5 Ok"));
        SmtpSendResult nobody;
        SmtpSendResult one;
        await using (SmtpClientSession session = await SmtpClientSession.ConnectAsync(harness.Target, null, harness.Context, default))
        {
            nobody = await session.SendAsync(ClientHarness.Mail, [ClientHarness.Rcpt], ClientHarness.Message("x\n"), default);
            one = await session.SendAsync(ClientHarness.Mail, [ClientHarness.Rcpt, ClientHarness.Rcpt], ClientHarness.Message("x\n"), default);
        }

        Assert.That(nobody.Outcome.ToString(), Does.StartWith("Rcpt: Reply, 550"));
        Assert.That(one.Outcome.IsPositive);
        Assert.That(one.IsComplete, Is.False);
        Assert.That(one.Recipients.Select(r => r.IsPositive), Is.EqualTo(new[] { true, false }));
        Assert.That(harness.Session.Commands, Is.EqualTo(new[]
        {
            "EHLO gate.test", "MAIL FROM:<a@client.test>", "RCPT TO:<b@example.com>", "RSET",
            "MAIL FROM:<a@client.test>", "RCPT TO:<b@example.com>", "RCPT TO:<b@example.com>", "DATA", "QUIT",
        }));
    }

    [Test]
    public async Task A_server_that_is_not_there_is_an_outcome()
    {
        await using var harness = new ClientHarness(new FakeDownstream { ConnectFailure = new IOException("no route") });
        await using SmtpClientSession session = await SmtpClientSession.ConnectAsync(harness.Target, null, harness.Context, default);

        SmtpSendResult result = await session.SendAsync(ClientHarness.Mail, [ClientHarness.Rcpt], ClientHarness.Message("x\n"), default);

        Assert.That(result.Outcome.Kind, Is.EqualTo(DownstreamOutcomeKind.ConnectFailed));
        Assert.That(session.IsUsable, Is.False);
    }
}
