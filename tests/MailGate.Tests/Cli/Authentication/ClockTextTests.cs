using MailGate.Cli.Authentication;
using NUnit.Framework;

namespace MailGate.Tests.Cli.Authentication;

internal sealed class ClockTextTests
{
    [TestCase("1767225600", 1767225600)]
    [TestCase("0", 0)]
    [TestCase("2026-01-01", 1767225600)]
    [TestCase("2026-01-01T00:00:00Z", 1767225600)]
    [TestCase("2026-01-01T00:00Z", 1767225600)]
    [TestCase("2026-01-01T02:00:00+02:00", 1767225600)]
    [TestCase("2026-01-01T00:00:00.250Z", 1767225600)]
    [TestCase("2026-01-01T00:00:00.000+00:00", 1767225600)]
    [TestCase("2026-01-01 00:00:00", 1767225600)]
    [TestCase("20260101T000000Z", 1767225600)]
    public void A_time_is_read(string text, long seconds)
    {
        Assert.That(ClockText.TryParse(text, out DateTimeOffset time), Is.True);
        Assert.That((time.ToUnixTimeSeconds(), time.Offset), Is.EqualTo((seconds, TimeSpan.Zero)));
    }

    [TestCase("")]
    [TestCase("now")]
    [TestCase("01/02/2026")]
    [TestCase("2026-13-01")]
    [TestCase("99999999999999")]
    public void Anything_else_is_none(string text) => Assert.That(ClockText.TryParse(text, out _), Is.False);
}
