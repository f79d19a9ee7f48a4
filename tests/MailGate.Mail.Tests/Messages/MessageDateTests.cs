using System.Globalization;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages;

public sealed class MessageDateTests
{
    [TestCase("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T15:55:06Z")]
    [TestCase("Thu, 13 Feb 1969 23:32 -0330 (Newfoundland Time)", "1969-02-14T03:02:00Z")]
    [TestCase("21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06Z")]
    [TestCase("1 jan 26 00:00:00 +0000", "2026-01-01T00:00:00Z")]
    [TestCase("Fri, 21 Nov 1997 09:55:06 EST", "1997-11-21T14:55:06Z")]
    [TestCase("Fri, 21 Nov 1997 09:55:06 Z", "1997-11-21T09:55:06Z")]
    [TestCase("Fri, 21 Nov 1997 09:55:06", "1997-11-21T09:55:06Z")]
    [TestCase("Fri,21 Nov 1997 09:55:60 (a (nested) one) +0000", "1997-11-21T09:55:59Z")]
    [TestCase("29 Feb 2024 12:00:00 +1400", "2024-02-28T22:00:00Z")]
    public void A_date_is_read_in_every_form_of_RFC_5322(string value, string expected) =>
        Assert.That(MessageDate.Parse(value)?.UtcDateTime, Is.EqualTo(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture).UtcDateTime));

    [TestCase("")]
    [TestCase("yesterday")]
    [TestCase("31 Feb 2026 12:00:00 +0000")]
    [TestCase("1 Jan 2026 24:00:00 +0000")]
    [TestCase("1 Jan 2026 12:00:00 +9900")]
    [TestCase("1 Jan 2026 12:00:00 +0000 more")]
    [TestCase("1 anf 2026 12:00:00 +0000")]
    [TestCase("1 Jan 0000 12:00:00 +0000")]
    [TestCase("1 Jan 0001 00:00:00 +1300")]
    [TestCase("31 Dec 9999 23:59:59 -1300")]
    [TestCase("2026-01-01T00:00:00Z")]
    public void What_is_no_date_is_null(string value) => Assert.That(MessageDate.Parse(value), Is.Null);

    [Test]
    public void Random_text_never_throws()
    {
        Random random = new(3);
        const string alphabet = "0123456789 :+-,()JanFeb\tGMT";
        for (int i = 0; i < 50_000; i++)
        {
            MessageDate.Parse(string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => alphabet[random.Next(alphabet.Length)])));
        }
    }
}
