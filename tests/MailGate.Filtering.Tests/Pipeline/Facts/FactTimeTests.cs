using MailGate.Filtering.Pipeline.Facts;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Pipeline.Facts;

public class FactTimeTests
{
    [TestCase("2009-02-13T23:31:30Z", "2009-02-13T23:31:30Z")]
    [TestCase("2009-02-13T23:31:30.5+02:00", "2009-02-13T21:31:30.5Z")]
    [TestCase("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z")]
    [TestCase("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    public void Timestamps_are_read_to_the_nanosecond(string text, string expected)
    {
        Assert.That(FactTime.TryParseTimestamp(text, out FactValue value), Is.True);
        Assert.That(FactText.Of(value), Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("2009-02-13")]
    [TestCase("2009-02-13T23:31:30")]
    [TestCase("2009-02-30T23:31:30Z")]
    [TestCase("0000-01-01T00:00:00Z")]
    [TestCase("10000-01-01T00:00:00Z")]
    [TestCase("0001-01-01T00:00:00+01:00")]
    [TestCase("9999-12-31T23:59:59-01:00")]
    [TestCase("2009-02-13T23:31:30.Z")]
    [TestCase("2009-02-13T23:31:30+24:00")]
    public void Other_text_is_no_timestamp(string text) => Assert.That(FactTime.TryParseTimestamp(text, out _), Is.False);

    [TestCase("0", 0)]
    [TestCase("1h30m", 5_400_000_000_000)]
    [TestCase("-1.5h", -5_400_000_000_000)]
    [TestCase("1h34us", 3_600_000_034_000)]
    [TestCase("10ms", 10_000_000)]
    [TestCase(".5s", 500_000_000)]
    [TestCase("1.000000001s", 1_000_000_001)]
    public void Durations_add_up_their_terms(string text, long nanoseconds)
    {
        Assert.That(FactTime.TryParseDuration(text, out FactValue value), Is.True);
        Assert.That(value.DurationNanoseconds, Is.EqualTo(nanoseconds));
    }

    [TestCase("")]
    [TestCase("-")]
    [TestCase("1")]
    [TestCase("s")]
    [TestCase(".s")]
    [TestCase("1.s")]
    [TestCase("1d")]
    [TestCase("1h ")]
    [TestCase("320000000000s")]
    [TestCase("99999999999999999999h")]
    public void Other_text_is_no_duration(string text) => Assert.That(FactTime.TryParseDuration(text, out _), Is.False);

    [Test]
    public void A_point_in_time_keeps_its_ticks() =>
        Assert.That(
            FactText.Of(FactValue.Of(new DateTimeOffset(1969, 12, 31, 23, 59, 59, 500, TimeSpan.Zero))),
            Is.EqualTo("1969-12-31T23:59:59.5Z"));
}
