using System.Net;
using MailGate.Observability.History;
using MailGate.Tests.Common;
using NUnit.Framework;
using TransactionRecord = MailGate.Observability.Logs.TransactionRecord;

namespace MailGate.Tests.Observability.History;

internal sealed class TransactionHistoryTests
{
    private readonly ManualTimeProvider _time = new();

    [Test]
    public void It_keeps_the_last_ones_the_newest_first()
    {
        TransactionHistory history = Filled(capacity: 3, count: 5);

        Assert.That(history.Newest().Select(t => t.Record.Id), Is.EqualTo(new[] { "T5", "T4", "T3" }));
        Assert.That(history.Newest(before: 5).Select(t => t.Record.Id), Is.EqualTo(new[] { "T4", "T3" }));
        Assert.That((history.Find("T4")?.Sequence, history.Find("T1")), Is.EqualTo((4L, (FinishedTransaction?)null)));
    }

    [TestCase(2, new[] { "T5", "T4" })]
    [TestCase(10, new[] { "T5", "T4", "T3" })]
    [TestCase(0, new string[0])]
    public void Another_size_keeps_what_fits(int capacity, string[] expected)
    {
        TransactionHistory history = Filled(capacity: 3, count: 5);
        history.Resize(capacity);

        Assert.That(history.Newest().Select(t => t.Record.Id), Is.EqualTo(expected));
        Assert.That(history.IsEnabled, Is.EqualTo(capacity > 0));
        history.Note(Transaction("T6"));
        Assert.That(history.Newest().Count, Is.EqualTo(capacity == 0 ? 0 : Math.Min(capacity, expected.Length + 1)));
    }

    [Test]
    public async Task Who_waits_hears_of_the_next_one()
    {
        TransactionHistory history = Filled(capacity: 3, count: 1);
        Task past = history.WaitAsync(0, CancellationToken.None), next = history.WaitAsync(1, CancellationToken.None);
        Assert.That((past.IsCompleted, next.IsCompleted), Is.EqualTo((true, false)));

        history.Note(Transaction("T2"));
        await next.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public void Traffic_is_counted_by_parts_and_what_is_older_is_forgotten()
    {
        TransactionHistory history = Filled(capacity: 10, count: 2);
        _time.Advance(TimeSpan.FromMinutes(5));
        history.Note(Transaction("T3", "reject"));

        Assert.That(history.Traffic(6, 1).Select(part => part.Total), Is.EqualTo(new[] { 2, 0, 0, 0, 0, 1 }));
        Assert.That(history.Traffic(3, 1).Sum(part => part.Total), Is.EqualTo(1));
        Assert.That(history.Traffic(2, 60).Sum(part => part.Count("reject")), Is.EqualTo(1));

        _time.Advance(TimeSpan.FromDays(1));
        history.Note(Transaction("T4"));
        Assert.That(history.Traffic(TransactionHistory.Minutes, 1).Sum(part => part.Total), Is.EqualTo(1));
    }

    [Test]
    public void Quantiles_lie_within_their_bucket()
    {
        TrafficMinute minute = new(0);
        Assert.That(minute.ReplyQuantile(0.5), Is.Null);
        for (int i = 0; i < 90; i++)
        {
            minute.Note("accept", 0.02, null);
        }

        for (int i = 0; i < 10; i++)
        {
            minute.Note("accept", 3, null);
        }

        Assert.That(minute.ReplyQuantile(0.5), Is.InRange(0.01, 0.025));
        Assert.That(minute.ReplyQuantile(0.95), Is.InRange(2.5, 5));
        minute.Note("accept", 1000, null);
        Assert.That(minute.ReplyQuantile(1), Is.EqualTo(120));
    }

    private TransactionHistory Filled(int capacity, int count)
    {
        TransactionHistory history = new(_time);
        history.Resize(capacity);
        for (int i = 1; i <= count; i++)
        {
            history.Note(Transaction($"T{i}"));
        }

        return history;
    }

    private FinishedTransaction Transaction(string id, string verdict = "accept") => new()
    {
        Time = _time.GetUtcNow(),
        Record = new TransactionRecord { Id = id, Listener = "mx", Client = new IPEndPoint(IPAddress.Loopback, 1), From = "", Verdict = verdict },
    };
}
