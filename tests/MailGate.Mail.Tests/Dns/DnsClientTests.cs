using System.Net;
using System.Net.Sockets;
using MailGate.Mail.Dns;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dns;

[TestFixture]
internal sealed class DnsClientTests
{
    // Real time, after which a test that waits in vain fails instead of hanging.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] Hello = ["hello"];

    [Test]
    public async Task A_question_is_answered_over_udp_from_ports_that_differ()
    {
        await using DnsTestServer server = DnsTestServer.Answering(q => q.Text("hello"));
        using DnsClient client = Client([server]);
        for (int i = 0; i < 8; i++)
        {
            Assert.That(await TextsAsync(client, "A.example"), Is.EqualTo(Hello));
        }

        Assert.That(server.Queries.Any(q => q.IsTcp), Is.False);
        Assert.That(server.Queries.Select(q => q.Port).Distinct().Count(), Is.GreaterThan(1));
        Assert.That(server.Queries.Select(q => q.Id).Distinct().Count(), Is.GreaterThan(1));
        Assert.That(server.Queries.All(q => q.HasEdns), Is.True);
    }

    [Test]
    public async Task Replies_with_another_id_or_question_or_none_are_passed_over()
    {
        await using DnsTestServer server = new(q =>
        {
            byte[] forged = q.Text("forged");
            byte[] wrongId = [.. forged];
            wrongId[0] ^= 1;
            byte[] wrongName = new ReplyBuilder(q.Message) { Question = [1, (byte)'x', 0, 0, 16, 0, 1] }.Answer("x", DnsRecordType.Txt, ReplyBuilder.Txt("forged")).Build();
            byte[] wrongType = new ReplyBuilder(q.Message) { Question = [.. q.RawName, 0, 1, 0, 1] }.Build();
            byte[] garbage = [1, 2, 3];
            byte[] good = q.Text("hello");
            return [wrongId, wrongName, wrongType, garbage, [], q.Message, good, good];
        });
        Counter counter = new();
        using DnsClient client = Client([server], observer: counter);
        Assert.That(await TextsAsync(client, "a.example"), Is.EqualTo(Hello));
        Assert.That(server.Queries, Has.Count.EqualTo(1));
        Assert.That(counter.Foreign, Is.EqualTo(6));
    }

    [Test]
    public async Task A_reply_from_another_address_is_never_seen()
    {
        using Socket stranger = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        stranger.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using DnsTestServer server = new(q =>
        {
            stranger.SendTo(q.Text("forged"), q.Client);
            return [q.Text("hello")];
        });
        using DnsClient client = Client([server]);
        Assert.That(await TextsAsync(client, "a.example"), Is.EqualTo(Hello));
    }

    [Test]
    public async Task A_truncated_reply_is_asked_for_over_tcp()
    {
        string text = new('x', 200);
        await using DnsTestServer server = DnsTestServer.Answering(q =>
        {
            ReplyBuilder reply = q.Reply(q.IsTcp ? ReplyBuilder.Recursive : ReplyBuilder.Recursive | 0x0200);
            for (int i = 0; i < 200; i++)
            {
                reply.Answer(q.Name, DnsRecordType.Txt, ReplyBuilder.Txt(text, $"{i}"));
            }

            return q.IsTcp ? reply.Build() : reply.Build()[..1000];
        });
        using DnsClient client = Client([server]);
        string[] texts = await TextsAsync(client, "a.example");
        Assert.That(texts, Has.Length.EqualTo(200));
        Assert.That(texts[199], Is.EqualTo(text + "199"));
        Assert.That(server.Queries.Select(q => q.IsTcp), Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public async Task A_server_that_folds_case_is_asked_over_tcp()
    {
        await using DnsTestServer server = DnsTestServer.Answering(q => new ReplyBuilder(q.Message) { Question = [.. ReplyBuilder.Wire(q.Name), 0, 16, 0, 1] }
            .Answer(q.Name, DnsRecordType.Txt, ReplyBuilder.Txt("hello")).Build());
        using DnsClient client = Client([server]);
        Assert.That(await TextsAsync(client, "a-name-with-so-many-letters-that-random-case-is-never-all-lower.example"), Is.EqualTo(Hello));
        Assert.That(server.Queries.Select(q => q.IsTcp), Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public async Task A_flood_of_forgeries_is_answered_by_tcp()
    {
        await using DnsTestServer server = new(q => q.IsTcp ? [q.Text("hello")] : Enumerable.Repeat((byte[])[1, 2, 3], 32));
        using DnsClient client = Client([server]);
        Assert.That(await TextsAsync(client, "a.example"), Is.EqualTo(Hello));
    }

    [Test]
    public async Task A_server_that_does_not_know_edns_is_asked_without()
    {
        await using DnsTestServer server = DnsTestServer.Answering(q =>
        {
            if (!q.HasEdns)
            {
                return q.Text("hello");
            }

            byte[] head = q.Code(1)[..12];
            head[5] = 0;
            return head;
        });
        using DnsClient client = Client([server]);
        Assert.That(await TextsAsync(client, "a.example"), Is.EqualTo(Hello));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    public async Task A_server_that_fails_is_left_for_the_next(int code)
    {
        await using DnsTestServer sick = DnsTestServer.Answering(q => q.Code(code));
        await using DnsTestServer well = DnsTestServer.Answering(q => q.Text("hello"));
        Counter counter = new();
        using DnsClient client = Client([sick, well], observer: counter);
        Assert.That(await TextsAsync(client, "a.example"), Is.EqualTo(Hello));
        Assert.That(counter.Failures, Is.EqualTo(new[] { (sick.EndPoint, DnsStatus.ServerFailure) }));
        Assert.That(counter.Queries, Is.EqualTo(new[] { (DnsRecordType.Txt, DnsStatus.Answer) }));
    }

    [Test]
    public async Task When_all_servers_fail_each_was_asked_once_and_it_is_a_server_failure()
    {
        await using DnsTestServer one = DnsTestServer.Answering(q => q.Code(2));
        await using DnsTestServer two = DnsTestServer.Answering(q => q.Reply().Answer(q.Name, DnsRecordType.Txt, [5, 1]).Build());
        using DnsClient client = Client([one, two]);
        Assert.That((await client.QueryAsync("a.example", RecordKinds.Txt, default)).Status, Is.EqualTo(DnsStatus.ServerFailure));
        Assert.That(one.Queries, Has.Count.EqualTo(1));
        Assert.That(two.Queries, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_silent_server_is_left_for_the_next_and_comes_last_for_a_while()
    {
        ManualTimeProvider clock = new();
        await using DnsTestServer silent = DnsTestServer.Silent();
        await using DnsTestServer well = DnsTestServer.Answering(q => q.Text("hello"));
        using DnsClient client = Client([silent, well], clock);
        Task<string[]> first = TextsAsync(client, "a.example");
        await silent.WhenAskedAsync();
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That(await first, Is.EqualTo(Hello));
        Assert.That(await TextsAsync(client, "b.example"), Is.EqualTo(Hello));
        Assert.That(silent.Queries, Has.Count.EqualTo(1));

        clock.Advance(TimeSpan.FromSeconds(31));
        Task<string[]> later = TextsAsync(client, "c.example");
        await silent.WhenAskedAsync();
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That(await later, Is.EqualTo(Hello));
    }

    [Test]
    public async Task Silence_is_asked_again_and_then_is_a_time_out()
    {
        ManualTimeProvider clock = new();
        await using DnsTestServer silent = DnsTestServer.Silent();
        using DnsClient client = Client([silent], clock);
        Task<DnsResult<TxtRecord>> result = client.QueryAsync("a.example", RecordKinds.Txt, default);
        await silent.WhenAskedAsync();
        clock.Advance(TimeSpan.FromSeconds(2));
        await silent.WhenAskedAsync();
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That((await result.WaitAsync(Patience)).Status, Is.EqualTo(DnsStatus.Timeout));
        Assert.That(silent.Queries, Has.Count.EqualTo(2));
        Assert.That(clock.ActiveTimers, Is.Zero);
    }

    [Test]
    public async Task The_deadline_ends_everything()
    {
        ManualTimeProvider clock = new();
        await using DnsTestServer silent = DnsTestServer.Silent();
        using DnsClient client = Client([silent], clock, o => o with { Deadline = TimeSpan.FromSeconds(1) });
        Task<DnsResult<TxtRecord>> result = client.QueryAsync("a.example", RecordKinds.Txt, default);
        await silent.WhenAskedAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await result.WaitAsync(Patience)).Status, Is.EqualTo(DnsStatus.Timeout));
        Assert.That(silent.Queries, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_server_that_said_it_failed_outweighs_one_that_was_silent()
    {
        ManualTimeProvider clock = new();
        await using DnsTestServer sick = DnsTestServer.Answering(q => q.Code(2));
        await using DnsTestServer silent = DnsTestServer.Silent();
        using DnsClient client = Client([silent, sick], clock);
        Task<DnsResult<TxtRecord>> result = client.QueryAsync("a.example", RecordKinds.Txt, default);
        await silent.WhenAskedAsync();
        clock.Advance(TimeSpan.FromSeconds(2));
        await silent.WhenAskedAsync();
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That((await result.WaitAsync(Patience)).Status, Is.EqualTo(DnsStatus.ServerFailure));
    }

    [Test]
    public async Task A_port_where_nobody_listens_is_a_time_out_without_waiting()
    {
        IPEndPoint gone;
        await using (DnsTestServer server = DnsTestServer.Silent())
        {
            gone = server.EndPoint;
        }

        using DnsClient client = new(new DnsOptions { Servers = [gone] }, new ManualTimeProvider(), null);
        Assert.That((await client.QueryAsync("a.example", RecordKinds.Txt, default)).Status, Is.EqualTo(DnsStatus.Timeout));
    }

    [TestCase("", DnsStatus.Timeout, Description = "closed at once")]
    [TestCase("00", DnsStatus.Timeout, Description = "half a length")]
    [TestCase("FFFF0102", DnsStatus.Timeout, Description = "a length that nothing follows")]
    [TestCase("0000", DnsStatus.ServerFailure, Description = "an empty message")]
    [TestCase("0003010203", DnsStatus.ServerFailure, Description = "garbage")]
    public async Task Garbage_over_tcp_ends_the_question(string hex, DnsStatus expected)
    {
        await using DnsTestServer server = DnsTestServer.Silent();
        server.RawTcp = _ => Convert.FromHexString(hex);
        using DnsClient client = Client([server], new ManualTimeProvider(), o => o with { UseTcp = true });
        Assert.That((await client.QueryAsync("a.example", RecordKinds.Txt, default)).Status, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_tcp_server_that_stalls_is_a_time_out()
    {
        ManualTimeProvider clock = new();
        await using DnsTestServer server = DnsTestServer.Silent();
        using DnsClient client = Client([server], clock, o => o with { UseTcp = true, Attempts = 1 });
        Task<DnsResult<TxtRecord>> result = client.QueryAsync("a.example", RecordKinds.Txt, default);
        await server.WhenAskedAsync();
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That((await result.WaitAsync(Patience)).Status, Is.EqualTo(DnsStatus.Timeout));
    }

    [Test]
    public async Task An_alias_into_another_zone_is_asked_for()
    {
        await using DnsTestServer server = DnsTestServer.Answering(q => q.Name == "a.example"
            ? q.Reply(ReplyBuilder.Authoritative).Answer(q.Name, DnsRecordType.Cname, ReplyBuilder.Wire("b.test"), 20).Build()
            : q.Text("hello"));
        using DnsClient client = Client([server]);
        DnsResult<TxtRecord> result = await client.QueryAsync("a.example", RecordKinds.Txt, default);
        Assert.That(result.Records, Is.EqualTo(new[] { new TxtRecord("hello") }));
        Assert.That(result.TimeToLive, Is.EqualTo(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public async Task Aliases_from_reply_to_reply_end()
    {
        await using DnsTestServer server = DnsTestServer.Answering(q => q.Reply().Answer(q.Name, DnsRecordType.Cname, ReplyBuilder.Wire("x" + q.Name)).Build());
        using DnsClient client = Client([server]);
        Assert.That((await client.QueryAsync("a.example", RecordKinds.Txt, default)).Status, Is.EqualTo(DnsStatus.ServerFailure));
        Assert.That(server.Queries, Has.Count.EqualTo(9));
    }

    [TestCase(true, false, true)]
    [TestCase(false, true, false)]
    public async Task The_ad_bit_of_a_server_on_this_host_is_believed(bool ad, bool trust, bool expected)
    {
        await using DnsTestServer server = DnsTestServer.Answering(q =>
            q.Reply(ReplyBuilder.Recursive | (ad ? 0x20 : 0)).Answer(q.Name, DnsRecordType.Txt, ReplyBuilder.Txt("hello")).Build());
        using DnsClient client = Client([server], change: o => o with { TrustAd = trust });
        Assert.That((await client.QueryAsync("a.example", RecordKinds.Txt, default)).IsAuthenticated, Is.EqualTo(expected));
    }

    [Test]
    public async Task No_more_questions_are_at_the_servers_than_allowed()
    {
        ManualTimeProvider clock = new();
        await using DnsTestServer silent = DnsTestServer.Silent();
        using DnsClient client = Client([silent], clock, o => o with { MaxConcurrentQueries = 2, MaxWaitingQueries = 1, Attempts = 1 });
        Task<DnsResult<TxtRecord>>[] results = [.. Enumerable.Range(0, 4).Select(i => client.QueryAsync($"a{i}.example", RecordKinds.Txt, default))];
        Assert.That((await results[3].WaitAsync(Patience)).Status, Is.EqualTo(DnsStatus.ServerFailure));
        await silent.WhenAskedAsync();
        await silent.WhenAskedAsync();
        Assert.That(silent.Queries, Has.Count.EqualTo(2));
        clock.Advance(TimeSpan.FromSeconds(2));
        await silent.WhenAskedAsync();
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That((await Task.WhenAll(results[..3]).WaitAsync(Patience)).Select(r => r.Status), Is.All.EqualTo(DnsStatus.Timeout));
    }

    [Test]
    public async Task Rotation_spreads_questions()
    {
        await using DnsTestServer one = DnsTestServer.Answering(q => q.Text("hello"));
        await using DnsTestServer two = DnsTestServer.Answering(q => q.Text("hello"));
        using DnsClient client = Client([one, two], change: o => o with { Rotate = true });
        for (int i = 0; i < 4; i++)
        {
            await TextsAsync(client, $"a{i}.example");
        }

        Assert.That((one.Queries.Count, two.Queries.Count), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task A_caller_who_cancels_gets_a_cancellation()
    {
        using CancellationTokenSource cancel = new();
        await using DnsTestServer silent = DnsTestServer.Silent();
        using DnsClient client = Client([silent], new ManualTimeProvider());
        Task<DnsResult<TxtRecord>> result = client.QueryAsync("a.example", RecordKinds.Txt, cancel.Token);
        await silent.WhenAskedAsync();
        await cancel.CancelAsync();
        Assert.That(async () => await result.WaitAsync(Patience), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Options_that_cannot_work_are_refused()
    {
        Assert.That(() => new DnsClient(new DnsOptions { Servers = [] }, TimeProvider.System, null), Throws.ArgumentException);
        Assert.That(() => new DnsClient(new DnsOptions { Attempts = 0 }, TimeProvider.System, null), Throws.ArgumentException);
    }

    private static DnsClient Client(DnsTestServer[] servers, TimeProvider? clock = null, Func<DnsOptions, DnsOptions>? change = null, IDnsObserver? observer = null)
    {
        DnsOptions options = new() { Servers = [.. servers.Select(s => s.EndPoint)] };
        return new DnsClient(change?.Invoke(options) ?? options, clock ?? TimeProvider.System, observer);
    }

    private static async Task<string[]> TextsAsync(DnsClient client, string name) =>
        [.. (await client.QueryAsync(name, RecordKinds.Txt, default).WaitAsync(Patience)).Records.Select(r => r.Text)];

    private sealed class Counter : IDnsObserver
    {
        public List<(DnsRecordType, DnsStatus)> Queries { get; } = [];

        public List<(IPEndPoint, DnsStatus)> Failures { get; } = [];

        public int Foreign { get; private set; }

        public void OnQuery(DnsRecordType type, DnsStatus status, TimeSpan duration) => Queries.Add((type, status));

        public void OnCacheLookup(DnsRecordType type, bool isHit) => throw new NotSupportedException();

        public void OnServerFailure(IPEndPoint server, DnsStatus status) => Failures.Add((server, status));

        public void OnForeignReplies(IPEndPoint server, int count) => Foreign += count;
    }
}
