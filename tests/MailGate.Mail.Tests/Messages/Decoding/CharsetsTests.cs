using System.Text;
using MailGate.Mail.Messages.Decoding;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages.Decoding;

internal sealed class CharsetsTests
{
    [TestCase("C3A9", "utf-8", "\u00e9")]
    [TestCase("E9", "iso-8859-1", "\u00e9")]
    [TestCase("80", "latin1", "\u20ac", Description = "windows-1252 by another name")]
    [TestCase("E9", "\"ISO-8859-15\"", "\u00e9")]
    [TestCase("CFF0E8E2E5F2", "windows-1251", "\u041f\u0440\u0438\u0432\u0435\u0442")]
    [TestCase("F0D2C9D7C5D4", "KOI8-R", "\u041f\u0440\u0438\u0432\u0435\u0442")]
    [TestCase("D6D0CEC4", "gb2312", "\u4e2d\u6587")]
    [TestCase("A4A4A4E5", "big5", "\u4e2d\u6587")]
    [TestCase("93FA967B", "Shift_JIS", "\u65e5\u672c")]
    [TestCase("1B2442467C4B5C1B2842", "ISO-2022-JP", "\u65e5\u672c")]
    [TestCase("C7D1B1B9", "ks_c_5601-1987", "\ud55c\uad6d")]
    [TestCase("C3A9", null, "\u00e9")]
    [TestCase("E9", null, "\u00e9")]
    [TestCase("E9", "us-ascii", "\u00e9")]
    [TestCase("C3A9", "no-such-charset", "\u00e9")]
    [TestCase("FFFE4100", null, "A")]
    [TestCase("EFBBBF41", "utf-8", "A")]
    public void Octets_are_text(string hex, string? label, string expected) =>
        Assert.That(Charsets.Decode(Convert.FromHexString(hex), label, out _), Is.EqualTo(expected));

    [TestCase("41", "utf-8", false)]
    [TestCase("C328", "utf-8", true)]
    [TestCase("41", "us-ascii", false)]
    [TestCase("E9", "us-ascii", true)]
    [TestCase("41", "no-such-charset", true)]
    [TestCase("E9", null, false)]
    public void A_label_that_is_wrong_is_noted(string hex, string? label, bool expected)
    {
        Charsets.Decode(Convert.FromHexString(hex), label, out bool mismatch);
        Assert.That(mismatch, Is.EqualTo(expected));
    }

    [Test]
    public void Utf7_that_hides_markup_is_decoded() =>
        Assert.That(Charsets.Decode(Encoding.ASCII.GetBytes("Hi +ADw-script+AD4- 1 +- 1"), "utf-7", out _), Is.EqualTo("Hi <script> 1 + 1"));

    [Test]
    public void Random_octets_in_every_charset_give_text()
    {
        Random random = new(5);
        byte[] octets = new byte[200];
        string[] labels = ["utf-8", "utf-7", "utf-16", "iso-2022-jp", "iso-2022-kr", "hz-gb-2312", "gb18030", "big5", "euc-jp", "euc-kr", "koi8-u", "windows-1258", "ibm850", "utf-32", "x-mac-cyrillic"];
        foreach (string label in labels)
        {
            Assert.That(Charsets.IsKnown(label), Is.True, label);
            for (int round = 0; round < 200; round++)
            {
                random.NextBytes(octets);
                Assert.That(Charsets.Decode(octets, label, out _), Is.Not.Null);
            }
        }
    }
}
