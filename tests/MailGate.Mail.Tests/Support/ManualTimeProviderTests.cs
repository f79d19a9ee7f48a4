using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Support;

[TestFixture]
internal sealed class ManualTimeProviderTests
{
    [Test]
    public void Timers_fire_in_the_order_they_are_due_each_at_its_time()
    {
        ManualTimeProvider clock = new();
        DateTimeOffset start = clock.GetUtcNow();
        List<string> fired = [];
        using ITimer late = clock.CreateTimer(_ => Note("late"), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using ITimer periodic = clock.CreateTimer(_ => Note("tick"), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using ITimer stopped = clock.CreateTimer(_ => Note("stopped"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(fired, Is.EqualTo(new[] { "tick 2", "late 3", "tick 4" }));
        Assert.That(clock.GetUtcNow() - start, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(clock.ActiveTimers, Is.EqualTo(1));

        void Note(string what) => fired.Add(FormattableString.Invariant($"{what} {(clock.GetUtcNow() - start).TotalSeconds}"));
    }

    [Test]
    public async Task A_delay_and_a_cancellation_follow_the_clock()
    {
        ManualTimeProvider clock = new();
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(10), clock);
        Task delay = Task.Delay(TimeSpan.FromSeconds(5), clock, default);
        await clock.WhenTimersAsync(2);
        clock.Advance(TimeSpan.FromSeconds(5));
        await delay;
        Assert.That(deadline.IsCancellationRequested, Is.False);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(deadline.IsCancellationRequested, Is.True);
    }
}
