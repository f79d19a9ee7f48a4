using System.Text;
using MailGate.Mail.TagLists;
using NUnit.Framework;

namespace MailGate.Mail.Tests.TagLists;

[TestFixture]
internal sealed class Base64ValueTests
{
    [TestCase("aGVsbG8=", "hello")]
    [TestCase("aGVsbG8", "hello")]
    [TestCase("aGVs\r\n bG8\t=", "hello")]
    [TestCase(" a G V s b G 8 = ", "hello")]
    public void Rfc6376_2_10_white_space_and_missing_padding_do_not_matter(string value, string expected)
    {
        Assert.That(Base64Value.TryDecode(Encoding.ASCII.GetBytes(value), out byte[]? octets), Is.True);
        Assert.That(Encoding.ASCII.GetString(octets!), Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("  ")]
    [TestCase("a")]
    [TestCase("=")]
    [TestCase("aGVsbG8=x")]
    [TestCase("aGV_bG8=")]
    [TestCase("aGVsbG8==")]
    [TestCase("aGVs=bG8")]
    public void What_is_not_base64_is_refused(string value) =>
        Assert.That(Base64Value.TryDecode(Encoding.ASCII.GetBytes(value), out _), Is.False);
}
