using MailGate.Mail.Spf;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Spf;

public sealed class SpfRecordCacheTests
{
    [Test]
    public void Many_records_do_not_make_it_grow()
    {
        SpfRecordCache cache = new(capacity: 16);
        for (int i = 0; i < 1000; i++)
        {
            cache.Add(Record($"v=spf1 ip4:10.0.{i / 256}.{i % 256} -all"));
            Assert.That(cache.Count, Is.LessThanOrEqualTo(16));
        }
    }

    [Test]
    public void A_record_that_is_asked_for_stays()
    {
        SpfRecordCache cache = new(capacity: 16);
        SpfRecord wanted = Record("v=spf1 a -all");
        cache.Add(wanted);
        for (int i = 0; i < 100; i++)
        {
            cache.Add(Record($"v=spf1 ip4:10.0.0.{i} -all"));
            Assert.That(cache.Find("v=spf1 a -all"), Is.SameAs(wanted));
        }
    }

    [Test]
    public void A_huge_record_is_not_kept()
    {
        SpfRecordCache cache = new();
        cache.Add(Record("v=spf1" + string.Concat(Enumerable.Repeat(" a", 2000))));
        Assert.That(cache.Count, Is.Zero);
    }

    private static SpfRecord Record(string text) => SpfRecordParser.TryParse(text, out SpfRecord? record, out string problem) ? record : throw new FormatException(problem);
}
