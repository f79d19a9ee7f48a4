using MailGate.Smtp.Client;
using MailGate.Smtp.Client.Routing;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client.Routing;

internal sealed class TargetSelectorTests
{
    [Test]
    public void Lower_priorities_come_first_and_each_target_once()
    {
        TargetSelector selector = new(new ManualTimeProvider(), SilentObserver.Instance);
        Route route = RouteOf(("backup", 20, 1), ("first", 10, 1), ("last", 30, 1));

        Assert.That(Walk(selector, route), Is.EqualTo(new[] { "first", "backup", "last" }));
    }

    [Test]
    public void Equals_share_by_weight()
    {
        var random = new Random(1);
        TargetSelector selector = new(new ManualTimeProvider(), SilentObserver.Instance, random.NextDouble);
        Route route = RouteOf(("a", 10, 1), ("b", 10, 3), ("c", 10, 6));

        Dictionary<string, int> counts = Enumerable.Range(0, 10_000).Select(_ => Walk(selector, route)[0]).GroupBy(n => n).ToDictionary(g => g.Key, g => g.Count());

        Assert.That(counts["a"], Is.EqualTo(1000).Within(150));
        Assert.That(counts["b"], Is.EqualTo(3000).Within(250));
        Assert.That(counts["c"], Is.EqualTo(6000).Within(250));
    }

    [Test]
    public void A_target_that_is_down_comes_last_and_health_is_told_once()
    {
        RecordingObserver observer = new();
        TargetSelector selector = new(new ManualTimeProvider(), observer);
        Route route = RouteOf(("first", 10, 1), ("backup", 20, 1));
        DownstreamTarget first = route.Targets[0].Target;
        for (int i = 0; i < 5; i++)
        {
            selector.Report(first, new DownstreamConnectResult(null, DownstreamOutcome.Failed(DownstreamPhase.Connect, DownstreamOutcomeKind.ConnectFailed, "x")));
        }

        Assert.That(Walk(selector, route), Is.EqualTo(new[] { "backup", "first" }));
        Assert.That(observer.Events, Is.EqualTo(new[] { "first:25 down" }));
    }

    private static List<string> Walk(TargetSelector selector, Route route)
    {
        List<string> names = [];
        ulong tried = 0;
        while (selector.Next(route, ref tried) is { } target)
        {
            names.Add(target.Host);
        }

        return names;
    }

    private static Route RouteOf(params (string Host, int Priority, int Weight)[] targets) =>
        new("r", [.. targets.Select(t => new RouteTarget(new DownstreamTarget { Host = t.Host, Port = 25 }, t.Priority, t.Weight))], BridgePolicy.Default);
}
