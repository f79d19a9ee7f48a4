using MailGate.Filtering.Reputation;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Reputation;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MemoryReputationStoreTests
{
    private readonly ManualTimeProvider _time = new();

    [Test]
    public async Task Each_kind_value_and_window_is_counted_by_itself()
    {
        MemoryReputationStore store = new(_time);
        RateKey key = new("sender", "example.com", TimeSpan.FromMinutes(10));

        Assert.That(await store.CountAsync(key, default), Is.EqualTo(1));
        Assert.That(await store.CountAsync(key, default), Is.EqualTo(2));
        Assert.That(await store.CountAsync(key with { Kind = "client" }, default), Is.EqualTo(1));
        Assert.That(await store.CountAsync(key with { Value = "example.org" }, default), Is.EqualTo(1));
        Assert.That(await store.CountAsync(key with { Window = TimeSpan.FromHours(1) }, default), Is.EqualTo(1));
        _time.Advance(TimeSpan.FromMinutes(12));
        Assert.That(await store.CountAsync(key, default), Is.EqualTo(1));
    }

    [Test]
    public async Task A_flood_of_keys_pushes_out_what_was_not_used_for_longest()
    {
        MemoryReputationStore store = new(_time, capacity: 3);
        RateKey used = new("k", "used", TimeSpan.FromMinutes(1)), unused = used with { Value = "unused" };
        await store.CountAsync(used, default);
        await store.CountAsync(unused, default);
        for (int i = 0; i < 10; i++)
        {
            await store.CountAsync(used with { Value = $"flood {i}" }, default);
            await store.CountAsync(used, default);
        }

        Assert.That(await store.CountAsync(used, default), Is.EqualTo(12));
        Assert.That(await store.CountAsync(unused, default), Is.EqualTo(1));
    }

    [Test]
    public async Task Many_threads_count_every_event()
    {
        MemoryReputationStore store = new(_time);
        RateKey key = new("k", "v", TimeSpan.FromMinutes(1));
        await Parallel.ForAsync(0, 1000, async (_, cancellation) => await store.CountAsync(key, cancellation));

        Assert.That(await store.CountAsync(key, default), Is.EqualTo(1001));
    }

    [Test]
    public async Task A_key_of_any_length_takes_bounded_space()
    {
        MemoryReputationStore store = new(_time);
        RateKey key = new("k", new string('x', 1_000_000), TimeSpan.FromMinutes(1));
        await store.CountAsync(key, default);

        Assert.That(await store.CountAsync(key with { Value = new string('x', RateKey.MaxValueCharacters) }, default), Is.EqualTo(2));
    }
}
