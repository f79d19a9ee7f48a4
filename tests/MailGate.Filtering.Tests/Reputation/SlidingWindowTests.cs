using MailGate.Filtering.Reputation;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Reputation;

public sealed class SlidingWindowTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Events_leave_the_window_a_tenth_after_their_time_at_the_latest()
    {
        SlidingWindow window = new(TimeSpan.FromMinutes(10));

        Assert.That(window.Count(Start), Is.EqualTo(1));
        Assert.That(window.Count(Start.AddMinutes(5)), Is.EqualTo(2));
        Assert.That(window.Count(Start.AddMinutes(10)), Is.EqualTo(3));
        Assert.That(window.Count(Start.AddMinutes(11)), Is.EqualTo(3), "the first has left");
        Assert.That(window.Count(Start.AddHours(3)), Is.EqualTo(1));
    }

    [Test]
    public void Any_series_is_counted_fully_and_never_by_more_than_a_tenth_of_the_window_too_many()
    {
        Random random = new(42);
        TimeSpan length = TimeSpan.FromSeconds(100);
        SlidingWindow window = new(length);
        List<DateTimeOffset> events = [];
        DateTimeOffset now = Start;
        for (int i = 0; i < 5000; i++)
        {
            now = now.AddSeconds(random.NextDouble() * random.Next(1, 20));
            events.Add(now);
            long counted = window.Count(now);
            Assert.That(counted, Is.GreaterThanOrEqualTo(events.Count(seen => seen > now - length)));
            Assert.That(counted, Is.LessThanOrEqualTo(events.Count(seen => seen >= now - (length * 1.1))));
        }
    }

    [Test]
    public void A_clock_that_was_set_back_neither_loses_nor_invents_events()
    {
        SlidingWindow window = new(TimeSpan.FromMinutes(10));
        window.Count(Start);

        Assert.That(window.Count(Start.AddHours(-5)), Is.EqualTo(2));
        Assert.That(window.Count(Start.AddMinutes(1)), Is.EqualTo(3));
    }
}
