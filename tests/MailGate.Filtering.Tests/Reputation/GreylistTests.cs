using System.Net;
using MailGate.Filtering.Reputation;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Reputation;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GreylistTests
{
    private readonly ManualTimeProvider _time = new();

    [Test]
    public async Task Who_comes_again_after_the_delay_passes_and_goes_on_to_pass()
    {
        Greylist greylist = Create();

        GreylistDecision first = await CheckAsync(greylist);
        Assert.That(first, Is.EqualTo(new GreylistDecision(false, TimeSpan.FromMinutes(5))));
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.That(await CheckAsync(greylist), Is.EqualTo(new GreylistDecision(false, TimeSpan.FromMinutes(1))), "too early does not begin anew");
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await CheckAsync(greylist)).Passes, Is.True);
        _time.Advance(TimeSpan.FromDays(35));
        Assert.That((await CheckAsync(greylist)).Passes, Is.True);
        _time.Advance(TimeSpan.FromDays(35));
        Assert.That((await CheckAsync(greylist)).Passes, Is.True, "each time counts from the last");
        _time.Advance(TimeSpan.FromDays(37));
        Assert.That((await CheckAsync(greylist)).Passes, Is.False);
    }

    [Test]
    public async Task Who_comes_again_too_late_begins_anew()
    {
        Greylist greylist = Create();
        await CheckAsync(greylist);
        _time.Advance(TimeSpan.FromDays(2));

        Assert.That((await CheckAsync(greylist)).Passes, Is.False);
    }

    [TestCase("192.0.2.99", "A@Sender.example", "b@rcpt.example", true)]
    [TestCase("::ffff:192.0.2.1", "a@sender.example", "b@rcpt.example", true)]
    [TestCase("192.0.3.1", "a@sender.example", "b@rcpt.example", false)]
    [TestCase("192.0.2.1", "x@sender.example", "b@rcpt.example", false)]
    [TestCase("192.0.2.1", "a@sender.example", "c@rcpt.example", false)]
    [TestCase("192.0.2.1", "", "b@rcpt.example", false)]
    public async Task Network_sender_and_recipient_are_the_key(string client, string reversePath, string recipient, bool passes)
    {
        Greylist greylist = Create();
        await CheckAsync(greylist);
        _time.Advance(TimeSpan.FromMinutes(6));

        Assert.That((await greylist.CheckAsync(IPAddress.Parse(client), reversePath, recipient, default)).Passes, Is.EqualTo(passes));
    }

    [Test]
    public async Task A_neighbour_in_the_same_IPv6_network_counts_as_the_same()
    {
        Greylist greylist = Create();
        await greylist.CheckAsync(IPAddress.Parse("2001:db8::1"), "a", "b", default);
        _time.Advance(TimeSpan.FromMinutes(6));

        Assert.That((await greylist.CheckAsync(IPAddress.Parse("2001:db8::ffff"), "a", "b", default)).Passes, Is.True);
        Assert.That((await greylist.CheckAsync(IPAddress.Parse("2001:db8:0:1::1"), "a", "b", default)).Passes, Is.False);
    }

    private Greylist Create() => new(new MemoryReputationStore(_time), new GreylistOptions(), _time);

    private static ValueTask<GreylistDecision> CheckAsync(Greylist greylist) =>
        greylist.CheckAsync(IPAddress.Parse("192.0.2.1"), "a@sender.example", "b@rcpt.example", default);
}
