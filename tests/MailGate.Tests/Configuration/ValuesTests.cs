using MailGate.Configuration.Binding;
using MailGate.Configuration.Values;
using MailGate.Mail.Addresses;
using NUnit.Framework;

namespace MailGate.Tests.Configuration;

internal sealed class ValuesTests
{
    [TestCase("500ms", 500)]
    [TestCase("30s", 30_000)]
    [TestCase("1h30m", 5_400_000)]
    [TestCase("14d", 1_209_600_000)]
    [TestCase("0s", 0)]
    public void Times_are_read_and_written_back(string text, long milliseconds)
    {
        Assert.That(Durations.TryParse(text, "", out TimeSpan value, out _), Is.True);
        Assert.That(value.TotalMilliseconds, Is.EqualTo(milliseconds));
        Assert.That(Durations.Format(value), Is.EqualTo(text));
    }

    [TestCase("")]
    [TestCase("30")]
    [TestCase("s")]
    [TestCase("-5s")]
    [TestCase("5 s")]
    [TestCase("5S")]
    [TestCase("1.5h")]
    [TestCase("99999999999999999999s")]
    [TestCase("9999999999999d")]
    public void What_is_no_time_is_refused(string text)
    {
        Assert.That(Durations.TryParse(text, "", out _, out _), Is.False);
    }

    [TestCase("512B", 512, "512B")]
    [TestCase("1024", 1024, "1KB")]
    [TestCase("50MB", 52_428_800, "50MB")]
    [TestCase("50mb", 52_428_800, "50MB")]
    [TestCase("2 GiB", 2_147_483_648, "2GB")]
    [TestCase("0", 0, "0B")]
    public void Sizes_are_read_and_written_in_the_largest_unit_that_fits(string text, long bytes, string written)
    {
        Assert.That(ByteSize.TryParse(text, "", out ByteSize value, out _), Is.True);
        Assert.That((value.Bytes, value.ToString()), Is.EqualTo((bytes, written)));
    }

    [TestCase("")]
    [TestCase("MB")]
    [TestCase("-1MB")]
    [TestCase("1.5GB")]
    [TestCase("010MB")]
    [TestCase("50M")]
    [TestCase("99999999TB")]
    public void What_is_no_size_is_refused(string text)
    {
        Assert.That(ByteSize.TryParse(text, "", out _, out _), Is.False);
    }

    [TestCase("a.example", "exact")]
    [TestCase("b.a.example", "below a")]
    [TestCase("x.c.b.a.example", "below c")]
    [TestCase("other.test", null)]
    public void The_most_specific_domain_wins(string domain, string? expected)
    {
        var map = new DomainMap<string>(new Dictionary<DomainPattern, string>
        {
            [new(Domain.Parse("a.example"), false)] = "exact",
            [new(Domain.Parse("a.example"), true)] = "below a",
            [new(Domain.Parse("c.b.a.example"), true)] = "below c",
        });

        map.TryGet(Domain.Parse(domain), out string? found);
        Assert.That(found, Is.EqualTo(expected));
    }

    [TestCase("listners", "listeners")]
    [TestCase("message-size", "message_size")]
    [TestCase("Hostname", "hostname")]
    [TestCase("hsotname", "hostname")]
    [TestCase("zzz", null)]
    public void The_nearest_name_is_found(string typed, string? expected)
    {
        Assert.That(NearestName.Find(typed, ["hostname", "listeners", "message_size"]), Is.EqualTo(expected));
    }

    [Test]
    public void A_secret_is_never_printed()
    {
        Assert.That($"{new Secret("hunter2")}", Is.EqualTo("***"));
    }
}
