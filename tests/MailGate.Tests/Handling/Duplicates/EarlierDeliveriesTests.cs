using System.Globalization;
using MailGate.Handling.Duplicates;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Tests.Handling.Duplicates;

internal sealed class EarlierDeliveriesTests
{
    private static readonly DownstreamOutcome Taken = DownstreamOutcome.Of(DownstreamPhase.Dot, Reply.Of(ReplyCode.Ok, 0, 0, "Ok"));
    private static readonly DownstreamOutcome Unknown = DownstreamOutcome.Failed(DownstreamPhase.Dot, DownstreamOutcomeKind.Closed, "closed");

    private readonly ManualTimeProvider _time = new();

    [Test]
    public void Nothing_is_known_at_first()
    {
        EarlierDeliveries earlier = new(_time);

        Assert.That(earlier.IsEmpty);
        Assert.That(earlier.Find("a"), Is.Null);
    }

    [Test]
    public void What_is_delivered_is_remembered_for_its_time()
    {
        EarlierDeliveries earlier = new(_time);
        earlier.Note("a", ["one"]);
        earlier.Note("a", ["two"]);
        _time.Advance(EarlierDeliveries.Kept - TimeSpan.FromSeconds(1));
        Assert.That(earlier.Find("a")!.Delivered, Is.EquivalentTo(new[] { "one", "two" }));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(earlier.Find("a"), Is.Null);
        Assert.That(earlier.IsEmpty);
    }

    [Test]
    public async Task An_attempt_is_awaited_until_its_replies_are_known()
    {
        EarlierDeliveries earlier = new(_time);
        TaskCompletionSource<IReadOnlyList<DownstreamOutcome>> late = new();
        Task waiting = earlier.AwaitAsync("a", ["one", "two"], late.Task);
        Assert.That(earlier.Find("a")!.IsAwaited);
        Assert.That(earlier.Find("a")!.Delivered, Is.Empty);

        late.SetResult([Taken, Unknown]);
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));

        EarlierDelivery known = earlier.Find("a")!;
        Assert.That(known.Delivered, Is.EquivalentTo(new[] { "one" }));
        Assert.That(known.IsAwaited, Is.False);
    }

    [Test]
    public async Task An_attempt_of_which_nothing_became_known_leaves_nothing()
    {
        EarlierDeliveries earlier = new(_time);
        await earlier.AwaitAsync("a", ["one"], Task.FromResult<IReadOnlyList<DownstreamOutcome>>([Unknown])).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(earlier.Find("a"), Is.Null);
    }

    [Test]
    public void The_oldest_make_room()
    {
        EarlierDeliveries earlier = new(_time);
        for (int i = 0; i <= EarlierDeliveries.Capacity; i++)
        {
            earlier.Note(i.ToString(CultureInfo.InvariantCulture), ["one"]);
        }

        Assert.That(earlier.Find("0"), Is.Null);
        Assert.That(earlier.Find("1"), Is.Not.Null);
    }
}
