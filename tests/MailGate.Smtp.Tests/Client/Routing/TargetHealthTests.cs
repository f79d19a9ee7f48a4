using MailGate.Smtp.Client.Routing;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client.Routing;

internal sealed class TargetHealthTests
{
    private readonly ManualTimeProvider _time = new();

    [Test]
    public void Some_failures_in_a_row_take_a_target_down_and_one_success_brings_it_back()
    {
        TargetHealth health = new(_time, () => 0.999);
        Assert.That(new[] { health.Fail(), health.Fail(), health.IsUp, health.Succeed() }, Is.EqualTo(new[] { false, false, true, false }));
        Assert.That(new[] { health.Fail(), health.Fail(), health.Fail() }, Is.EqualTo(new[] { false, false, true }), "counted anew after a success");
        Assert.That(health.TryUse(), Is.False);
        Assert.That(health.Succeed());
        Assert.That(health.TryUse());
    }

    [Test]
    public void After_a_pause_one_transaction_may_try()
    {
        TargetHealth health = Down(0.999);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That((health.TryUse(), health.TryUse()), Is.EqualTo((true, false)));
        health.Abstain();
        Assert.That(health.TryUse(), "the probe came to nothing, another one may go");
    }

    [Test]
    public void The_pause_doubles_up_to_a_minute()
    {
        TargetHealth health = Down(0.999);
        for (int seconds = 1; seconds <= 64; seconds *= 2)
        {
            int pause = Math.Min(seconds, 60);
            _time.Advance(TimeSpan.FromSeconds(pause * 0.9));
            Assert.That(health.TryUse(), Is.False, $"before {pause} s");
            _time.Advance(TimeSpan.FromSeconds(pause * 0.1));
            Assert.That(health.TryUse(), $"after {pause} s");
            health.Fail();
        }
    }

    [Test]
    public void Jitter_makes_pauses_shorter_not_longer()
    {
        TargetHealth health = Down(0);
        _time.Advance(TimeSpan.FromSeconds(0.5));

        Assert.That(health.TryUse());
    }

    private TargetHealth Down(double random)
    {
        TargetHealth health = new(_time, () => random);
        health.Fail();
        health.Fail();
        health.Fail();
        return health;
    }
}
