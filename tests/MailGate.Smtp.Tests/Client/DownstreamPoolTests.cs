using System.Net;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client;

internal sealed class DownstreamPoolTests
{
    private static readonly ClientIdentity First = new() { Client = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 1) };
    private static readonly ClientIdentity Second = new() { Client = new IPEndPoint(IPAddress.Parse("192.0.2.2"), 1) };

    [Test]
    public async Task A_connection_serves_one_transaction_after_another()
    {
        await using var harness = new ClientHarness();
        await using DownstreamPool pool = new(harness.Context);
        for (int i = 0; i < 3; i++)
        {
            await SendAsync(harness, pool);
        }

        Assert.That(harness.Downstream.Sessions, Has.Count.EqualTo(1));
        Assert.That(harness.Downstream.Messages, Has.Count.EqualTo(3));
        Assert.That(harness.Session.Commands, Has.None.EqualTo("RSET"), "nothing to reset: no round trip");
        Assert.That(pool.Counts(harness.Target), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task An_open_transaction_is_reset_before_the_connection_is_kept()
    {
        await using var harness = new ClientHarness();
        await using DownstreamPool pool = new(harness.Context);
        DownstreamConnection connection = await AcquireAsync(harness, pool);
        connection.StartTransaction(ClientHarness.Mail);
        await connection.RcptAsync(ClientHarness.Rcpt, default);

        await pool.ReleaseAsync(connection);

        Assert.That(harness.Session.Commands[^1], Is.EqualTo("RSET"));
        Assert.That(pool.Counts(harness.Target), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_downstream_that_does_not_answer_rset_holds_nobody_up()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On("RSET", FakeAnswer.Stall));
        await using DownstreamPool pool = new(harness.Context);
        DownstreamConnection connection = await AcquireAsync(harness, pool);
        connection.StartTransaction(ClientHarness.Mail);
        await connection.RcptAsync(ClientHarness.Rcpt, default);

        await harness.RunAsync(Released(pool, connection));

        Assert.That(pool.Counts(harness.Target), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_connection_is_replaced_at_its_age_however_busy_it_is()
    {
        await using var harness = new ClientHarness();
        await using DownstreamPool pool = new(harness.Context);
        for (TimeSpan age = TimeSpan.Zero; age < harness.Target.MaxAge; age += TimeSpan.FromSeconds(20))
        {
            await SendAsync(harness, pool);
            harness.Time.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.That(harness.Downstream.Sessions, Has.Count.EqualTo(1));
        await SendAsync(harness, pool);
        await SendAsync(harness, pool);
        Assert.That(harness.Downstream.Sessions, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task The_end_takes_one_farewell_for_all_idle_connections()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On("QUIT", FakeAnswer.Stall));
        DownstreamPool pool = new(harness.Context);
        List<DownstreamConnection> connections = [];
        for (int i = 0; i < 10; i++)
        {
            connections.Add(await AcquireAsync(harness, pool));
        }

        foreach (DownstreamConnection connection in connections)
        {
            await pool.ReleaseAsync(connection);
        }

        Task end = pool.DisposeAsync().AsTask();
        await harness.Downstream.Stalled.WaitAsync(TimeSpan.FromMinutes(1));
        for (TimeSpan turned = TimeSpan.Zero; turned < 3 * harness.Target.Timeouts.Farewell; turned += TimeSpan.FromSeconds(1))
        {
            harness.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(50)));
        }

        await end.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task Connections_are_bounded_and_those_who_wait_are_served_in_turn()
    {
        await using var harness = new ClientHarness();
        harness.Target = harness.Target with { MaxConnections = 2 };
        await using DownstreamPool pool = new(harness.Context);
        DownstreamConnection a = await AcquireAsync(harness, pool);
        DownstreamConnection b = await AcquireAsync(harness, pool);
        Task<DownstreamConnectResult> third = pool.AcquireAsync(harness.Target, null, false, default).AsTask();
        Task<DownstreamConnectResult> fourth = pool.AcquireAsync(harness.Target, null, false, default).AsTask();

        await pool.ReleaseAsync(a);
        b.Abort();
        await pool.ReleaseAsync(b);

        Assert.That((await third).Connection, Is.SameAs(a));
        Assert.That((await fourth).Connection, Is.Not.Null.And.Not.SameAs(b));
        Assert.That(harness.Downstream.Sessions, Has.Count.EqualTo(3));
        Assert.That(pool.Counts(harness.Target), Is.EqualTo((2, 0)));
    }

    [Test]
    public async Task The_wait_for_a_connection_is_bounded_and_its_end_is_no_fault_of_the_target()
    {
        await using var harness = new ClientHarness();
        harness.Target = harness.Target with { MaxConnections = 1 };
        await using DownstreamPool pool = new(harness.Context);
        DownstreamConnection taken = await AcquireAsync(harness, pool);

        DownstreamConnectResult result = await harness.AdvanceAsync(pool.AcquireAsync(harness.Target, null, false, default).AsTask());
        await pool.ReleaseAsync(taken);

        Assert.That(result.Connection, Is.Null);
        Assert.That(result.Outcome.Kind, Is.EqualTo(DownstreamOutcomeKind.Local));
        Assert.That(ClientReply.For(result.Outcome).ToString(), Does.StartWith("451 4.3.2"));
        Assert.That((await AcquireAsync(harness, pool)), Is.SameAs(taken), "who gave up waiting is not handed anything");
    }

    [Test]
    public async Task Failed_connections_take_no_places()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On(FakeDownstream.Greeting, "554 No"));
        harness.Target = harness.Target with { MaxConnections = 1 };
        await using DownstreamPool pool = new(harness.Context);
        for (int i = 0; i < 3; i++)
        {
            Assert.That((await pool.AcquireAsync(harness.Target, null, false, default)).Outcome.Phase, Is.EqualTo(DownstreamPhase.Greeting));
        }

        Assert.That(pool.Counts(harness.Target), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Idle_connections_end_with_quit()
    {
        await using var harness = new ClientHarness();
        await using DownstreamPool pool = new(harness.Context);
        await SendAsync(harness, pool);

        harness.Time.Advance(TimeSpan.FromSeconds(40));
        await harness.Session.Ended;

        Assert.That(harness.Session.Commands[^1], Is.EqualTo("QUIT"));
        Assert.That(pool.Counts(harness.Target), Is.EqualTo((0, 0)));
    }

    [TestCase(3, null, 2)]
    [TestCase(500, "LIMITS MAILMAX=2", 3)]
    public async Task A_connection_serves_no_more_transactions_than_it_may(int max, string? keyword, int expectedSessions)
    {
        await using var harness = new ClientHarness();
        harness.Target = harness.Target with { MaxTransactions = max };
        harness.Downstream.Keywords.AddRange(keyword is null ? [] : [keyword]);
        await using DownstreamPool pool = new(harness.Context);
        for (int i = 0; i < 5; i++)
        {
            await SendAsync(harness, pool);
        }

        Assert.That(harness.Downstream.Sessions, Has.Count.EqualTo(expectedSessions));
        Assert.That(harness.Downstream.Messages, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task With_xclient_a_connection_speaks_for_the_next_client_after_saying_so()
    {
        await using var harness = new ClientHarness();
        harness.Downstream.Keywords.Add("XCLIENT ADDR");
        harness.Target = harness.Target with { Identity = DownstreamIdentity.XClient };
        await using DownstreamPool pool = new(harness.Context);
        await SendAsync(harness, pool, First);
        await SendAsync(harness, pool, First);
        await SendAsync(harness, pool, Second);

        Assert.That(harness.Downstream.Sessions, Has.Count.EqualTo(1));
        Assert.That(harness.Session.Commands.Where(c => c.StartsWith('X')), Is.EqualTo(new[] { "XCLIENT ADDR=192.0.2.1", "XCLIENT ADDR=192.0.2.2" }));
    }

    [Test]
    public async Task A_connection_that_cannot_be_told_of_another_client_stays_the_first_ones()
    {
        await using var harness = new ClientHarness();
        await using DownstreamPool pool = new(harness.Context);
        harness.Target = harness.Target with { Identity = DownstreamIdentity.XClient };
        DownstreamConnection connection = await AcquireForGoodAsync(harness, pool, First);
        await pool.ReleaseAsync(connection);

        DownstreamConnection other = await AcquireAsync(harness, pool, Second);
        DownstreamConnection same = await AcquireAsync(harness, pool, First);

        Assert.That(other, Is.Not.SameAs(connection));
        Assert.That(same, Is.SameAs(connection));
    }

    [Test]
    public async Task When_all_places_are_taken_by_other_clients_idle_connections_the_oldest_makes_room()
    {
        await using var harness = new ClientHarness();
        await using DownstreamPool pool = new(harness.Context);
        harness.Target = harness.Target with { Identity = DownstreamIdentity.XClient, MaxConnections = 1 };
        DownstreamConnection connection = await AcquireForGoodAsync(harness, pool, First);
        await pool.ReleaseAsync(connection);

        Assert.That(await AcquireAsync(harness, pool, Second), Is.Not.SameAs(connection));
        Assert.That(pool.Counts(harness.Target), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task A_connection_that_still_waits_for_a_late_reply_gives_up_its_place_at_once()
    {
        await using var harness = new ClientHarness(new FakeDownstream().On(FakeDownstream.Dot, FakeAnswer.Late("250 2.0.0 Queued")));
        await using DownstreamPool pool = new(harness.Context);
        DownstreamConnection connection = await AcquireAsync(harness, pool);
        DownstreamOutcome outcome = await harness.SendAsync(connection);

        await pool.ReleaseAsync(connection);

        Assert.That(outcome.MayHaveBeenAccepted);
        Assert.That(pool.Counts(harness.Target), Is.EqualTo((0, 0)));
        harness.Downstream.Release();
        Assert.That((await harness.Observer.Late).Outcome.IsPositive);
    }

    [Test]
    public async Task Keywords_are_learnt_kept_and_asked_anew()
    {
        await using var harness = new ClientHarness();
        await using DownstreamPool pool = new(harness.Context);
        Assert.That(pool.KnownKeywords(harness.Target), Is.Null);

        EhloKeywords? first = await pool.LearnAsync(harness.Target, TimeSpan.FromMinutes(10), default);
        harness.Downstream.Keywords.Add("CHUNKING");
        EhloKeywords? second = await pool.LearnAsync(harness.Target, TimeSpan.FromMinutes(10), default);
        harness.Time.Advance(TimeSpan.FromMinutes(11));
        EhloKeywords? third = await pool.LearnAsync(harness.Target, TimeSpan.FromMinutes(10), default);
        harness.Time.Advance(TimeSpan.FromMinutes(11));
        harness.Downstream.ConnectFailure = new IOException("down");
        EhloKeywords? fourth = await pool.LearnAsync(harness.Target, TimeSpan.FromMinutes(10), default);

        Assert.That(first!.Has(Extensions.Chunking), Is.False);
        Assert.That(second, Is.SameAs(first));
        Assert.That(third!.Has(Extensions.Chunking));
        Assert.That(fourth, Is.SameAs(third), "what is known stays while the target is down");
    }

    [Test]
    public async Task Many_at_once_share_few_connections()
    {
        await using var harness = new ClientHarness();
        harness.Target = harness.Target with { MaxConnections = 5 };
        await using DownstreamPool pool = new(harness.Context);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => SendAsync(harness, pool))));

        Assert.That(harness.Downstream.Messages, Has.Count.EqualTo(200));
        Assert.That(harness.Downstream.Sessions, Has.Count.LessThanOrEqualTo(5));
        Assert.That(pool.Counts(harness.Target).Open, Is.LessThanOrEqualTo(5));
    }

    private static async Task SendAsync(ClientHarness harness, DownstreamPool pool, ClientIdentity? identity = null)
    {
        DownstreamConnection connection = await AcquireAsync(harness, pool, identity);
        connection.StartTransaction(ClientHarness.Mail);
        Assert.That((await connection.RcptAsync(ClientHarness.Rcpt, default)).IsPositive);
        Assert.That((await connection.DataAsync(ClientHarness.Message("x\n"), null, default)).IsPositive);
        await pool.ReleaseAsync(connection);
    }

    private static async Task<DownstreamConnection> AcquireAsync(ClientHarness harness, DownstreamPool pool, ClientIdentity? identity = null)
    {
        DownstreamConnectResult result = await pool.AcquireAsync(harness.Target, identity, isFresh: false, default);
        return result.Connection ?? throw new InvalidOperationException(result.Outcome.ToString());
    }

    // A server that offers XCLIENT no more once it has been used.
    private static async Task<DownstreamConnection> AcquireForGoodAsync(ClientHarness harness, DownstreamPool pool, ClientIdentity identity)
    {
        harness.Downstream.Keywords.Add("XCLIENT ADDR");
        DownstreamConnection connection = await AcquireAsync(harness, pool, identity);
        harness.Downstream.Keywords.Remove("XCLIENT ADDR");
        await connection.IntroduceAsync(identity, default);
        harness.Downstream.Keywords.Add("XCLIENT ADDR");
        return connection;
    }

    private static async ValueTask<bool> Released(DownstreamPool pool, DownstreamConnection connection)
    {
        await pool.ReleaseAsync(connection);
        return true;
    }
}
