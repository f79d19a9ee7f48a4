using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client;

internal sealed class ClientReplyTests
{
    [TestCase(DownstreamPhase.Rcpt, "250 2.1.5 Ok", "250 2.1.5 Ok")]
    [TestCase(DownstreamPhase.Rcpt, "550 5.1.1 No", "550 5.1.1 No")]
    [TestCase(DownstreamPhase.Rcpt, "450 4.2.1 Later", "450 4.2.1 Later")]
    [TestCase(DownstreamPhase.Mail, "552 5.3.4 Big", "552 5.3.4 Big")]
    [TestCase(DownstreamPhase.Dot, "554 5.7.1 Spam", "554 5.7.1 Spam")]
    [TestCase(DownstreamPhase.Dot, "250 queued as x", "250 queued as x")]
    [TestCase(DownstreamPhase.Rcpt, "421 4.3.2 Down", "451 4.3.2")]
    [TestCase(DownstreamPhase.Dot, "421 Down", "451 4.3.2")]
    [TestCase(DownstreamPhase.Rcpt, "251 will forward to <secret@inside>", "250 2.1.5")]
    [TestCase(DownstreamPhase.Rcpt, "551 try <secret@inside>", "550 5.1.1")]
    [TestCase(DownstreamPhase.Greeting, "554 5.7.1 Go away", "451 4.3.5")]
    [TestCase(DownstreamPhase.Greeting, "450 Busy", "451 4.3.2")]
    [TestCase(DownstreamPhase.Auth, "535 5.7.8 Bad password", "451 4.3.5")]
    [TestCase(DownstreamPhase.Identity, "550 5.7.0 No XCLIENT", "451 4.3.5")]
    public void A_reply_is_passed_where_it_is_about_the_mail(DownstreamPhase phase, string downstream, string expected) =>
        Assert.That(ClientReply.For(DownstreamOutcome.Of(phase, Reply(downstream))).ToString(), Does.StartWith(expected));

    [TestCase(DownstreamPhase.Connect, DownstreamOutcomeKind.ConnectFailed, "451 4.4.1")]
    [TestCase(DownstreamPhase.Connect, DownstreamOutcomeKind.Timeout, "451 4.4.1")]
    [TestCase(DownstreamPhase.Rcpt, DownstreamOutcomeKind.Timeout, "451 4.4.2")]
    [TestCase(DownstreamPhase.Dot, DownstreamOutcomeKind.Closed, "451 4.4.2")]
    [TestCase(DownstreamPhase.Data, DownstreamOutcomeKind.Malformed, "451 4.3.0")]
    [TestCase(DownstreamPhase.Tls, DownstreamOutcomeKind.Local, "451 4.3.5")]
    [TestCase(DownstreamPhase.Body, DownstreamOutcomeKind.Local, "451 4.3.0")]
    public void Whatever_is_between_the_servers_is_transient(DownstreamPhase phase, DownstreamOutcomeKind kind, string expected) =>
        Assert.That(ClientReply.For(DownstreamOutcome.Failed(phase, kind, "x")).ToString(), Does.StartWith(expected));

    [Test]
    public void No_outcome_ends_the_clients_session()
    {
        foreach (DownstreamPhase phase in Enum.GetValues<DownstreamPhase>())
        {
            Assert.That((int)ClientReply.For(DownstreamOutcome.Of(phase, Reply("421 4.0.0 x"))).Code, Is.EqualTo(451), $"{phase}");
            foreach (DownstreamOutcomeKind kind in Enum.GetValues<DownstreamOutcomeKind>().Where(k => k != DownstreamOutcomeKind.Reply))
            {
                Assert.That(ClientReply.For(DownstreamOutcome.Failed(phase, kind, "x")).IsTransient, $"{phase} {kind}");
            }
        }
    }

    [Test]
    public void Generic_texts_keep_the_codes_and_nothing_else()
    {
        Reply reply = ClientReply.For(DownstreamOutcome.Of(DownstreamPhase.Rcpt, Reply("550 5.7.1 Blocked by FooFilter at 10.0.0.1")), ReplyTextPolicy.Generic);

        Assert.That(reply.ToString(), Does.StartWith("550 5.7.1 ").And.Not.Contain("FooFilter"));
    }

    private static Reply Reply(string wire)
    {
        ReplyParser parser = new();
        parser.Read(System.Text.Encoding.ASCII.GetBytes(wire + "\r\n"), out _);
        return parser.Reply!;
    }
}
