using MailGate.Mail.Addresses;
using MailGate.Smtp.Client;
using MailGate.Smtp.Client.Routing;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Transport;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client.Routing;

internal sealed class DownstreamRelayTests
{
    private static readonly ForwardPath Rcpt = TestAddress.Forward("b@example.com");

    [TestCase("421 4.3.2 Busy")]
    [TestCase("450 Busy")]
    [TestCase("554 No")]
    public async Task The_next_target_is_used_when_the_first_does_not_greet(string greeting)
    {
        await using var two = new TwoTargets();
        two.First.On(FakeDownstream.Greeting, greeting);

        DownstreamOutcome outcome = await two.SendAsync();

        Assert.That(outcome.IsPositive);
        Assert.That(two.Second.Messages, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_next_target_is_used_when_the_first_cannot_be_connected_to()
    {
        await using var two = new TwoTargets();
        two.First.ConnectFailure = new IOException("no route");

        Assert.That((await two.SendAsync()).IsPositive);
        Assert.That(two.Second.Messages, Has.Count.EqualTo(1));
    }

    [TestCase("MAIL", "451 4.3.0 Later")]
    [TestCase("MAIL", "550 5.7.1 No")]
    [TestCase("RCPT", "451 4.3.0 Later")]
    [TestCase("DATA", "451 4.3.0 Later")]
    public async Task No_other_target_is_asked_once_one_has_spoken_of_the_mail(string verb, string reply)
    {
        await using var two = new TwoTargets();
        two.First.On(verb, reply);

        DownstreamOutcome outcome = await two.SendAsync();

        Assert.That(outcome.Reply!.ToString(), Is.EqualTo(reply));
        Assert.That(two.Second.Sessions, Is.Empty);
    }

    [Test]
    public async Task When_every_target_fails_the_last_failure_is_the_outcome_and_the_first_that_is_back_is_used()
    {
        await using var two = new TwoTargets();
        two.First.ConnectFailure = new IOException("no route");
        two.Second.ConnectFailure = new IOException("refused");
        for (int i = 0; i < 5; i++)
        {
            DownstreamOutcome outcome = await two.SendAsync();
            Assert.That(outcome.Detail, Is.EqualTo("refused"));
            Assert.That(ClientReply.For(outcome).ToString(), Does.StartWith("451 4.4.1"));
        }

        two.First.ConnectFailure = null;

        Assert.That((await two.SendAsync()).IsPositive, "with nothing better to try, a target that rests is tried");
    }

    [Test]
    public async Task Targets_that_cannot_be_reached_are_not_tried_again_for_each_recipient()
    {
        await using var two = new TwoTargets();
        two.First.ConnectFailure = two.Second.ConnectFailure = new IOException("down");
        await using RoutedTransaction transaction = two.Relay.Begin(two.Route, null, ReversePath.Null, MailParameters.None, "id1");
        await transaction.RcptAsync(Rcpt, RcptParameters.None, default);
        int failures = two.Observer.Events.Count;

        DownstreamOutcome second = await transaction.RcptAsync(Rcpt, RcptParameters.None, default);

        Assert.That(second.Kind, Is.EqualTo(DownstreamOutcomeKind.ConnectFailed));
        Assert.That(two.Observer.Events, Has.Count.EqualTo(failures));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_connection_that_died_idle_costs_nothing_but_a_new_one(bool saysGoodbye)
    {
        await using var two = new TwoTargets();
        two.First.On("MAIL", FakeAnswer.Reply("250 2.1.0 Ok"), saysGoodbye ? FakeAnswer.ReplyAndClose("421 4.4.2 Idle") : FakeAnswer.Close, FakeAnswer.Reply("250 2.1.0 Ok"));

        await two.SendAsync();
        DownstreamOutcome outcome = await two.SendAsync();

        Assert.That(outcome.IsPositive, outcome.ToString());
        Assert.That(two.First.Sessions, Has.Count.EqualTo(2));
        Assert.That(two.First.Messages, Has.Count.EqualTo(2));
        Assert.That(two.Second.Sessions, Is.Empty);
    }

    [Test]
    public async Task A_new_connection_that_dies_at_mail_is_not_tried_again()
    {
        await using var two = new TwoTargets();
        two.First.On("MAIL", FakeAnswer.Close);

        DownstreamOutcome outcome = await two.SendAsync();

        Assert.That((outcome.Phase, outcome.Kind), Is.EqualTo((DownstreamPhase.Mail, DownstreamOutcomeKind.Closed)));
        Assert.That(two.First.Sessions, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_message_is_never_sent_twice_when_the_connection_dies_at_the_dot()
    {
        await using var two = new TwoTargets();
        two.First.On(FakeDownstream.Dot, FakeAnswer.Reply("250 2.0.0 Queued"), FakeAnswer.Close);

        await two.SendAsync();
        DownstreamOutcome outcome = await two.SendAsync();

        Assert.That(outcome.MayHaveBeenAccepted);
        Assert.That(two.First.Messages.Concat(two.Second.Messages).Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task An_envelope_that_cannot_be_carried_is_refused_for_every_recipient()
    {
        await using var two = new TwoTargets();
        two.First.Keywords.Remove("SMTPUTF8");
        await using RoutedTransaction transaction = two.Relay.Begin(
            two.Route, null, TestAddress.Reverse("jos\u00e9@client.test"), new MailParameters { SmtpUtf8 = true }, "id1");

        DownstreamOutcome first = await transaction.RcptAsync(Rcpt, RcptParameters.None, default);
        DownstreamOutcome second = await transaction.RcptAsync(Rcpt, RcptParameters.None, default);

        Assert.That(ClientReply.For(first).ToString(), Does.StartWith("550 5.6.7"));
        Assert.That(second, Is.EqualTo(first));
        Assert.That(two.First.Sessions[0].Commands, Is.EqualTo(new[] { "EHLO localhost" }));
    }

    [Test]
    public async Task Dropped_parameters_are_told()
    {
        await using var two = new TwoTargets();
        two.First.Keywords.Clear();
        await using RoutedTransaction transaction = two.Relay.Begin(two.Route, null, ReversePath.Null, new MailParameters { Size = 10 }, "id1");

        await transaction.RcptAsync(Rcpt, new RcptParameters { Notify = "SUCCESS" }, default);

        Assert.That(two.Observer.Events, Has.Member("dropped Size").And.Member("dropped NotifySuccess"));
    }

    [Test]
    public async Task A_message_that_needs_smtputf8_is_refused_before_data_where_that_is_lacking()
    {
        await using var two = new TwoTargets();
        two.First.Keywords.Remove("SMTPUTF8");
        await using RoutedTransaction transaction = two.Relay.Begin(two.Route, null, ReversePath.Null, new MailParameters { SmtpUtf8 = true }, "id1");
        await transaction.RcptAsync(Rcpt, RcptParameters.None, default);

        DownstreamOutcome outcome = await transaction.DataAsync(ClientHarness.Message("Subject: \u00e9\n\nx\n"), null, default);

        Assert.That(ClientReply.For(outcome).ToString(), Does.StartWith("550 5.6.7"));
        Assert.That(two.First.Sessions[0].Commands, Has.None.EqualTo("DATA"));
    }

    [Test]
    public async Task A_client_that_authenticated_keeps_its_connection_and_nobody_else_gets_it()
    {
        await using var two = new TwoTargets();
        two.First.Keywords.Add("AUTH PLAIN");
        DownstreamConnectResult auth = await two.Relay.AuthenticateAsync(two.Route, null, "PLAIN", "AHUAcA==", (_, _) => new((string?)null), default);
        for (int i = 0; i < 2; i++)
        {
            await using RoutedTransaction own = two.Relay.Begin(two.Route, null, ReversePath.Null, MailParameters.None, "own", auth.Connection);
            Assert.That((await own.RcptAsync(Rcpt, RcptParameters.None, default)).IsPositive);
        }

        await two.SendAsync();
        await two.Relay.Pool.ReleaseAsync(auth.Connection!);
        await two.SendAsync();

        Assert.That(two.First.Sessions, Has.Count.EqualTo(2));
        Assert.That(two.First.Sessions[0].Messages, Is.Empty);
        Assert.That(two.First.Sessions[1].Messages, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_failed_authentication_leaves_no_connection_behind()
    {
        await using var two = new TwoTargets();
        two.First.On("AUTH", "535 5.7.8 No");

        DownstreamConnectResult auth = await two.Relay.AuthenticateAsync(two.Route, null, "PLAIN", "AHUAcA==", (_, _) => new((string?)null), default);

        Assert.That(auth.Connection, Is.Null);
        Assert.That((int)auth.Outcome.Reply!.Code, Is.EqualTo(535));
        Assert.That(two.Relay.Pool.Counts(two.Route.Targets[0].Target), Is.EqualTo((0, 0)));
    }

    private sealed class TwoTargets : IConnector, IAsyncDisposable
    {
        private readonly DeadlineClock _deadlines;

        public TwoTargets()
        {
            _deadlines = new DeadlineClock(Time);
            Relay = new DownstreamRelay(new DownstreamContext(this, _deadlines, Time, Observer));
        }

        public FakeDownstream First { get; } = new();

        public FakeDownstream Second { get; } = new();

        public ManualTimeProvider Time { get; } = new();

        public RecordingObserver Observer { get; } = new();

        public DownstreamRelay Relay { get; }

        public Route Route { get; } = new(
            "r",
            [new RouteTarget(new DownstreamTarget { Host = "first", Port = 25 }, 10), new RouteTarget(new DownstreamTarget { Host = "second", Port = 25 }, 20)],
            BridgePolicy.Default);

        public async Task<DownstreamOutcome> SendAsync()
        {
            await using RoutedTransaction transaction = Relay.Begin(Route, null, TestAddress.Reverse("a@client.test"), MailParameters.None, "id1");
            DownstreamOutcome outcome = await transaction.RcptAsync(Rcpt, RcptParameters.None, default);
            return outcome.IsPositive ? await transaction.DataAsync(ClientHarness.Message("x\n"), null, default) : outcome;
        }

        public ValueTask<SmtpConnection> ConnectAsync(string host, int port, CancellationToken cancellationToken) =>
            (host == "first" ? First : Second).ConnectAsync(host, port, cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await First.DisposeAsync();
            await Second.DisposeAsync();
            await Relay.DisposeAsync();
            _deadlines.Dispose();
        }
    }
}
