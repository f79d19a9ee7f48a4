using MailGate.Smtp.Client;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client;

/// <summary>A downstream that fails in every way at every step: the outcome names the step, in bounded time, and the dot is accounted for.</summary>
internal sealed class DownstreamFaultTests
{
    private static readonly string[] Turns = [FakeDownstream.Greeting, "EHLO", "MAIL", "RCPT", "DATA", FakeDownstream.Dot];

    private static readonly (string Name, FakeAnswer Answer, DownstreamOutcomeKind Kind)[] Faults =
    [
        ("closes", FakeAnswer.Close, DownstreamOutcomeKind.Closed),
        ("stalls", FakeAnswer.Stall, DownstreamOutcomeKind.Timeout),
        ("refuses for now", FakeAnswer.Reply("451 4.3.0 Later"), DownstreamOutcomeKind.Reply),
        ("refuses for good", FakeAnswer.Reply("554 5.0.0 Never"), DownstreamOutcomeKind.Reply),
        ("shuts down", FakeAnswer.ReplyAndClose("421 4.3.2 Bye"), DownstreamOutcomeKind.Reply),
        ("talks garbage", FakeAnswer.Raw("\u0016\u0003\u0001\u0000\u0000garbage\r\n"), DownstreamOutcomeKind.Malformed),
        ("talks HTTP", FakeAnswer.RawAndClose("HTTP/1.1 400 Bad Request\r\n\r\n"), DownstreamOutcomeKind.Malformed),
        ("says half a reply and closes", FakeAnswer.RawAndClose("250-ok\r\n25"), DownstreamOutcomeKind.Closed),
        ("says half a reply and stalls", FakeAnswer.RawAndStall("250-ok"), DownstreamOutcomeKind.Timeout),
        ("changes its mind", FakeAnswer.Raw("250-ok\r\n550 no\r\n"), DownstreamOutcomeKind.Malformed),
        ("never ends a line", FakeAnswer.RawAndStall("250 " + new string('x', 100_000)), DownstreamOutcomeKind.Malformed),
        ("never ends a reply", FakeAnswer.RawAndStall(string.Concat(Enumerable.Repeat("250-x\r\n", 10_000))), DownstreamOutcomeKind.Malformed),
        ("says 3xx out of turn", FakeAnswer.Reply("334 x"), DownstreamOutcomeKind.Malformed),
    ];

    public static IEnumerable<TestCaseData> Cases =>
        from turn in Turns
        from fault in Faults
        from pipelines in (bool[])[true, false]
        select new TestCaseData(turn, fault.Answer, fault.Kind, pipelines).SetName($"At {turn} a downstream {fault.Name}{(pipelines ? "" : ", without pipelining")}");

    [TestCaseSource(nameof(Cases))]
    public async Task A_fault_is_an_outcome_in_bounded_time(string turn, FakeAnswer answer, DownstreamOutcomeKind kind, bool pipelines)
    {
        await using var harness = new ClientHarness(new FakeDownstream().On(turn, answer));
        if (!pipelines)
        {
            harness.Downstream.Keywords.Remove("PIPELINING");
        }

        // A refused EHLO is followed by HELO: here that is refused as well.
        harness.Downstream.On("HELO", answer);
        long startedAt = harness.Time.GetTimestamp();

        DownstreamConnectResult result = await harness.ConnectResultAsync();
        DownstreamOutcome outcome = result.Connection is null ? result.Outcome : await harness.SendAsync(result.Connection);

        Assert.That(outcome.Kind, Is.EqualTo(kind), outcome.ToString());
        Assert.That(outcome.Phase.ToString(), Is.EqualTo(PhaseOf(turn)).IgnoreCase);
        Assert.That(outcome.MayHaveBeenAccepted, Is.EqualTo(turn == FakeDownstream.Dot && kind != DownstreamOutcomeKind.Reply));
        Assert.That(ClientReply.For(outcome).Class, Is.GreaterThanOrEqualTo(4));
        Assert.That(outcome.Kind == DownstreamOutcomeKind.Timeout || harness.Time.GetElapsedTime(startedAt) < TimeSpan.FromMinutes(1));
        Assert.That(harness.Session.HasBareLineEnds, Is.False);
        Assert.That(turn == FakeDownstream.Dot || harness.Downstream.Messages.Count == 0);
        Assert.That(result.Connection is null || outcome.Kind == DownstreamOutcomeKind.Reply || !result.Connection.IsUsable, "a broken connection is not used again");
    }

    [Test]
    public async Task A_connection_that_never_comes_is_given_up()
    {
        await using var harness = new ClientHarness(new FakeDownstream { StallsAtConnect = true });

        DownstreamConnectResult result = await harness.ConnectResultAsync();

        Assert.That((result.Outcome.Phase, result.Outcome.Kind), Is.EqualTo((DownstreamPhase.Connect, DownstreamOutcomeKind.Timeout)));
    }

    [Test]
    public async Task A_refused_connection_is_an_outcome()
    {
        await using var harness = new ClientHarness(new FakeDownstream { ConnectFailure = new System.Net.Sockets.SocketException(111) });

        Assert.That((await harness.ConnectResultAsync()).Outcome.Kind, Is.EqualTo(DownstreamOutcomeKind.ConnectFailed));
    }

    [Test]
    public async Task A_downstream_that_stops_reading_in_the_middle_of_a_message_is_given_up()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On("DATA", FakeAnswer.Reply("354 Go on") with { After = FakeAnswer.Then.Stall }));
        DownstreamConnection connection = await harness.ConnectAsync();
        byte[] message = [.. Enumerable.Repeat((byte)'x', 2_000_000)];

        DownstreamOutcome outcome = await harness.SendAsync(connection, new TestContent(message, 65_536));

        Assert.That((outcome.Phase, outcome.Kind), Is.EqualTo((DownstreamPhase.Body, DownstreamOutcomeKind.Timeout)));
        Assert.That(outcome.MayHaveBeenAccepted, Is.False);
    }

    [Test]
    public async Task A_refusal_in_the_middle_of_a_message_is_heard()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On("DATA", FakeAnswer.ReplyAndClose("354 Go on\n552 5.3.4 Too much")));
        DownstreamConnection connection = await harness.ConnectAsync();
        connection.StartTransaction(ClientHarness.Mail);
        await connection.RcptAsync(ClientHarness.Rcpt, default);
        var content = new TestContent([.. Enumerable.Repeat((byte)'x', 2_000_000)], 65_536);

        DownstreamOutcome outcome = await harness.RunAsync(connection.DataAsync(content, () => !harness.Session.Ended.IsCompleted && false, default));

        Assert.That(outcome.Reply?.ToString(), Is.EqualTo("552 5.3.4 Too much"), outcome.ToString());
    }

    private static string PhaseOf(string turn) => turn == FakeDownstream.Dot ? "Dot" : turn;
}
