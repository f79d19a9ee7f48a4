using System.Collections.Concurrent;
using System.Net;
using MailGate.Mail.Dns;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dns;

[TestFixture]
internal sealed class CachingResolverTests
{
    // Real time, after which a test that waits in vain fails instead of hanging.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private ManualTimeProvider clock = null!;
    private ScriptedClient client = null!;

    [SetUp]
    public void SetUp()
    {
        clock = new ManualTimeProvider();
        client = new ScriptedClient();
    }

    [Test]
    public async Task A_kept_result_is_there_at_once_in_any_case_until_its_time_ends()
    {
        await using CachingResolver dns = Resolver();
        await dns.ResolveTxtAsync("a.example", default);
        clock.Advance(TimeSpan.FromSeconds(99));
        ValueTask<DnsResult<TxtRecord>> kept = dns.ResolveTxtAsync("A.Example.", default);
        Assert.That(kept.IsCompletedSuccessfully, Is.True);
        Assert.That((await kept).TimeToLive, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(client.Asked, Has.Count.EqualTo(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        await dns.ResolveTxtAsync("a.example", default);
        Assert.That(client.Asked, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Types_are_kept_apart()
    {
        await using CachingResolver dns = Resolver();
        await dns.ResolveTxtAsync("a.example", default);
        await dns.ResolveAAsync("a.example", default);
        await dns.ResolveAaaaAsync("a.example", default);
        await dns.ResolveMxAsync("a.example", default);
        await dns.ResolvePtrAsync("a.example", default);
        await dns.ResolveNsAsync("a.example", default);
        await dns.ResolveCnameAsync("a.example", default);
        await dns.ResolveSrvAsync("a.example", default);
        await dns.ResolveTlsaAsync("a.example", default);
        Assert.That(client.Asked, Has.Count.EqualTo(9).And.Unique);
    }

    [TestCase(DnsStatus.NoData, 30, 30)]
    [TestCase(DnsStatus.NxDomain, 30, 30)]
    [TestCase(DnsStatus.NxDomain, 100_000, 3600)]
    [TestCase(DnsStatus.NxDomain, 0, 0)]
    [TestCase(DnsStatus.Answer, 0, 0)]
    [TestCase(DnsStatus.Answer, 1_000_000, 86_400)]
    [TestCase(DnsStatus.ServerFailure, 0, 5)]
    [TestCase(DnsStatus.Timeout, 0, 5)]
    public async Task Each_kind_of_result_has_its_time(DnsStatus status, int timeToLive, int kept)
    {
        client.Answer = _ => (status, TimeSpan.FromSeconds(timeToLive));
        await using CachingResolver dns = Resolver();
        Assert.That((await dns.ResolveTxtAsync("a.example", default)).Status, Is.EqualTo(status));
        if (kept > 0)
        {
            clock.Advance(TimeSpan.FromSeconds(kept - 1));
            Assert.That((await dns.ResolveTxtAsync("a.example", default)).Status, Is.EqualTo(status));
            Assert.That(client.Asked, Has.Count.EqualTo(1));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        await dns.ResolveTxtAsync("a.example", default);
        Assert.That(client.Asked, Has.Count.EqualTo(2));
    }

    [TestCase("a..b")]
    [TestCase("bücher.example")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example")]
    public async Task What_cannot_be_a_name_does_not_exist_and_is_not_asked_for(string name)
    {
        await using CachingResolver dns = Resolver();
        Assert.That((await dns.ResolveTxtAsync(name, default)).Status, Is.EqualTo(DnsStatus.NxDomain));
        Assert.That(client.Asked, Is.Empty);
        Assert.That(dns.CachedResults, Is.Zero);
    }

    [Test]
    public async Task Equal_questions_are_asked_once_and_a_caller_who_leaves_takes_nothing_along()
    {
        client.Hold();
        using CancellationTokenSource leaves = new();
        await using CachingResolver dns = Resolver();
        Task<DnsResult<TxtRecord>> first = dns.ResolveTxtAsync("a.example", leaves.Token).AsTask();
        Task<DnsResult<TxtRecord>> second = dns.ResolveTxtAsync("A.example", default).AsTask();
        Task<DnsResult<AddressRecord>> other = dns.ResolveAAsync("a.example", default).AsTask();
        await leaves.CancelAsync();
        Assert.That(async () => await first.WaitAsync(Patience), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(second.IsCompleted, Is.False);
        client.Release();
        Assert.That((await second.WaitAsync(Patience)).Status, Is.EqualTo(DnsStatus.Answer));
        await other.WaitAsync(Patience);
        Assert.That(client.Asked, Has.Count.EqualTo(2));
        Assert.That(dns.ResolveTxtAsync("a.example", default).IsCompletedSuccessfully, Is.True, "the answer is kept though the first caller left");
    }

    [Test]
    public async Task A_result_that_may_not_be_kept_still_serves_all_who_wait()
    {
        client.Answer = _ => (DnsStatus.Answer, TimeSpan.Zero);
        client.Hold();
        await using CachingResolver dns = Resolver();
        Task<DnsResult<TxtRecord>>[] waiting = [.. Enumerable.Range(0, 50).Select(_ => dns.ResolveTxtAsync("a.example", default).AsTask())];
        client.Release();
        Assert.That((await Task.WhenAll(waiting).WaitAsync(Patience)).Select(r => r.Status), Is.All.EqualTo(DnsStatus.Answer));
        Assert.That(client.Asked, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Results_are_bounded_in_number_and_what_is_read_stays()
    {
        await using CachingResolver dns = Resolver(o => o with { MaxCacheEntries = 10 });
        await dns.ResolveTxtAsync("hot.example", default);
        for (int i = 0; i < 100; i++)
        {
            await dns.ResolveTxtAsync($"n{i}.example", default);
            Assert.That(dns.CachedResults, Is.LessThanOrEqualTo(10));
            Assert.That(dns.ResolveTxtAsync("hot.example", default).IsCompletedSuccessfully, Is.True);
        }

        Assert.That(client.Asked, Has.Count.EqualTo(101));
    }

    [Test]
    public async Task Results_are_bounded_in_bytes()
    {
        client.Text = new string('x', 1000);
        await using CachingResolver dns = Resolver(o => o with { MaxCacheBytes = 100_000 });
        for (int i = 0; i < 100; i++)
        {
            await dns.ResolveTxtAsync($"n{i}.example", default);
        }

        Assert.That(dns.CachedResults, Is.InRange(30, 50));
        client.Text = new string('x', 20_000);
        int before = client.Asked.Count;
        await dns.ResolveTxtAsync("big.example", default);
        await dns.ResolveTxtAsync("big.example", default);
        Assert.That(client.Asked, Has.Count.EqualTo(before + 2), "one result may not push out the rest");
    }

    [Test]
    public async Task A_client_that_breaks_is_asked_again_by_the_next()
    {
        client.Answer = _ => throw new InvalidOperationException("broken");
        await using CachingResolver dns = Resolver();
        Assert.That(async () => await dns.ResolveTxtAsync("a.example", default), Throws.InvalidOperationException);
        client.Answer = _ => (DnsStatus.Answer, TimeSpan.FromSeconds(1));
        Assert.That((await dns.ResolveTxtAsync("a.example", default)).Status, Is.EqualTo(DnsStatus.Answer));
    }

    [Test]
    public async Task A_caller_who_has_cancelled_asks_nothing()
    {
        await using CachingResolver dns = Resolver();
        Assert.That(async () => await dns.ResolveTxtAsync("a.example", new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(client.Asked, Is.Empty);
    }

    [Test]
    public async Task Disposal_ends_the_questions_under_way()
    {
        client.Hold();
        CachingResolver dns = Resolver();
        Task<DnsResult<TxtRecord>> waiting = dns.ResolveTxtAsync("a.example", default).AsTask();
        await dns.DisposeAsync();
        await dns.DisposeAsync();
        Assert.That(async () => await waiting.WaitAsync(Patience), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(async () => await dns.ResolveTxtAsync("b.example", default), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task Lookups_of_the_cache_are_counted()
    {
        Counter counter = new();
        await using CachingResolver dns = new(client, new DnsOptions(), clock, counter);
        await dns.ResolveTxtAsync("a.example", default);
        await dns.ResolveTxtAsync("a.example", default);
        await dns.ResolveTxtAsync("a..b", default);
        Assert.That(counter.Lookups, Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public async Task A_kept_result_costs_one_small_object()
    {
        await using CachingResolver dns = Resolver();
        await dns.ResolveTxtAsync("a.example", default);
        _ = dns.ResolveTxtAsync("a.example", default);
        const int lookups = 1000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < lookups; i++)
        {
            _ = dns.ResolveTxtAsync("a.example", default);
        }

        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / lookups, Is.LessThanOrEqualTo(48));
    }

    [Test]
    public async Task Many_threads_get_the_right_results_from_a_cache_that_overflows()
    {
        await using CachingResolver dns = Resolver(o => o with { MaxCacheEntries = 50 });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(async () =>
        {
            Random random = new(seed);
            for (int i = 0; i < 5000; i++)
            {
                string name = $"n{random.Next(100)}.example";
                DnsResult<NameRecord> result = await dns.ResolvePtrAsync(name, default);
                Assert.That(result.Records[0].Name, Is.EqualTo(name));
            }
        })));
        Assert.That(dns.CachedResults, Is.LessThanOrEqualTo(50));
    }

    private CachingResolver Resolver(Func<DnsOptions, DnsOptions>? change = null) => new(client, change?.Invoke(new DnsOptions()) ?? new DnsOptions(), clock, null);

    /// <summary>Answers with one record, or none, for as long as the test says.</summary>
    private sealed class ScriptedClient : IDnsClient
    {
        private readonly ConcurrentQueue<(DnsRecordType, string)> asked = new();
        private TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ScriptedClient() => gate.SetResult();

        public IReadOnlyCollection<(DnsRecordType, string)> Asked => asked;

        public string Text { get; set; } = "text";

        public Func<string, (DnsStatus, TimeSpan)> Answer { get; set; } = _ => (DnsStatus.Answer, TimeSpan.FromSeconds(100));

        public void Hold() => gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => gate.SetResult();

        public async Task<DnsResult<T>> QueryAsync<T>(string name, RecordKind<T> kind, CancellationToken cancellationToken)
        {
            asked.Enqueue((kind.Type, name));
            await gate.Task.WaitAsync(cancellationToken);
            (DnsStatus status, TimeSpan timeToLive) = Answer(name);
            return new DnsResult<T>(status, status == DnsStatus.Answer ? [(T)Record(name, kind.Type)] : [], timeToLive);
        }

        private object Record(string name, DnsRecordType type) => type switch
        {
            DnsRecordType.Txt => new TxtRecord(Text),
            DnsRecordType.Mx => new MxRecord(10, name),
            DnsRecordType.A or DnsRecordType.Aaaa => new AddressRecord(IPAddress.Loopback),
            DnsRecordType.Srv => new SrvRecord(1, 2, 3, name),
            DnsRecordType.Tlsa => new TlsaRecord(3, 1, 1, new byte[32]),
            _ => new NameRecord(name),
        };
    }

    private sealed class Counter : IDnsObserver
    {
        public List<bool> Lookups { get; } = [];

        public void OnQuery(DnsRecordType type, DnsStatus status, TimeSpan duration) => throw new NotSupportedException();

        public void OnCacheLookup(DnsRecordType type, bool isHit) => Lookups.Add(isHit);

        public void OnServerFailure(IPEndPoint server, DnsStatus status) => throw new NotSupportedException();

        public void OnForeignReplies(IPEndPoint server, int count) => throw new NotSupportedException();
    }
}
