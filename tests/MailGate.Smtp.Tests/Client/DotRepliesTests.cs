using MailGate.Smtp.Client;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client;

internal sealed class DotRepliesTests
{
    [TestCase("250 2.0.0 Queued", "Dot: Reply, 250 2.0.0 Queued")]
    [TestCase("554 5.7.1 Spam", "Dot: Reply, 554 5.7.1 Spam")]
    public async Task A_reply_that_comes_after_the_client_was_answered_is_told(string late, string expected)
    {
        await using var harness = new ClientHarness(new FakeDownstream().On(FakeDownstream.Dot, FakeAnswer.Late(late)));
        DownstreamConnection connection = await harness.ConnectAsync();

        DownstreamOutcome outcome = await harness.SendAsync(connection);

        Assert.That((outcome.Phase, outcome.Kind, outcome.MayHaveBeenAccepted), Is.EqualTo((DownstreamPhase.Dot, DownstreamOutcomeKind.Timeout, true)));
        Assert.That(connection.IsDraining);
        Assert.That(connection.IsUsable, Is.False);
        await connection.DisposeAsync();
        harness.Downstream.Release();
        (string id, DownstreamOutcome told) = await harness.Observer.Late;
        Assert.That((id, told.ToString()), Is.EqualTo(("id1", expected)));
        await harness.Session.Ended;
    }

    [Test]
    public async Task The_listening_ends_after_ten_minutes()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On(FakeDownstream.Dot, FakeAnswer.Late("250 too late")));
        DownstreamConnection connection = await harness.ConnectAsync();
        await harness.SendAsync(connection);

        DownstreamOutcome told = (await harness.RunAsync(new ValueTask<(string, DownstreamOutcome Outcome)>(harness.Observer.Late))).Outcome;

        Assert.That((told.Kind, told.MayHaveBeenAccepted), Is.EqualTo((DownstreamOutcomeKind.Timeout, true)));
        await connection.Drained;
    }

    [Test]
    public async Task A_client_that_stops_waiting_does_not_stop_the_listening()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On(FakeDownstream.Dot, FakeAnswer.Late("250 2.0.0 Queued")));
        DownstreamConnection connection = await harness.ConnectAsync();
        connection.StartTransaction(ClientHarness.Mail, "id2");
        await connection.RcptAsync(ClientHarness.Rcpt, default);
        using var client = new CancellationTokenSource();

        Task<DownstreamOutcome> sending = connection.DataAsync(ClientHarness.Message("x\n"), null, client.Token).AsTask();
        while (harness.Session.Writes[^1] != "x\r\n.\r\n")
        {
            await Task.Yield();
        }

        await client.CancelAsync();

        Assert.That((await sending).MayHaveBeenAccepted);
        harness.Downstream.Release();
        Assert.That((await harness.Observer.Late).Outcome.IsPositive);
    }

    [Test]
    public async Task Lmtp_has_a_reply_for_each_recipient_that_was_accepted()
    {
        await using var harness = new ClientHarness(new FakeDownstream { IsLmtp = true }
            .On("RCPT", "250 2.1.5 Ok", "550 5.1.1 No", "250 2.1.5 Ok", "250 2.1.5 Ok")
            .On(FakeDownstream.Dot, "250 2.0.0 Delivered", "452 4.2.2 Full", "250 2.0.0 Delivered too"));
        DownstreamConnection connection = await harness.ConnectAsync();
        connection.StartTransaction(ClientHarness.Mail);
        await connection.RcptAsync([ClientHarness.Rcpt, ClientHarness.Rcpt, ClientHarness.Rcpt, ClientHarness.Rcpt], default);

        DownstreamOutcome outcome = await connection.DataAsync(ClientHarness.Message("x\n"), null, default);

        Assert.That(connection.RecipientOutcomes.Select(o => o.Reply!.ToString()), Is.EqualTo(new[] { "250 2.0.0 Delivered", "452 4.2.2 Full", "250 2.0.0 Delivered too" }));
        Assert.That(outcome.IsPositive);
        Assert.That((await harness.SendAsync(connection)).IsPositive, "the connection is in step");
    }

    [Test]
    public async Task Lmtp_that_dies_between_its_replies_leaves_the_rest_uncertain()
    {
        await using var harness = new ClientHarness(new FakeDownstream { IsLmtp = true }.On(FakeDownstream.Dot, FakeAnswer.Reply("550 5.2.1 Off"), FakeAnswer.Close));
        DownstreamConnection connection = await harness.ConnectAsync();
        connection.StartTransaction(ClientHarness.Mail);
        await connection.RcptAsync([ClientHarness.Rcpt, ClientHarness.Rcpt, ClientHarness.Rcpt], default);

        DownstreamOutcome outcome = await connection.DataAsync(ClientHarness.Message("x\n"), null, default);

        Assert.That(connection.RecipientOutcomes.Select(o => o.MayHaveBeenAccepted), Is.EqualTo(new[] { false, true, true }));
        Assert.That(outcome.MayHaveBeenAccepted, "to be tried again, whatever the first recipient got");
    }
}
