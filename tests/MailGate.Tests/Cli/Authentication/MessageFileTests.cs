using System.Text;
using MailGate.Cli.Authentication;
using NUnit.Framework;

namespace MailGate.Tests.Cli.Authentication;

internal sealed class MessageFileTests
{
    [TestCase("a: b\n\nx\n", "a: b\r\n\r\nx\r\n")]
    [TestCase("a: b\r\n\r\nx\r\n", "a: b\r\n\r\nx\r\n")]
    [TestCase("\n\n", "\r\n\r\n")]
    [TestCase("a: b\r\n\nx\ry\n", "a: b\r\n\r\nx\ry\r\n")]
    [TestCase("a: b\n\nx", "a: b\r\n\r\nx\r\n")]
    [TestCase("a: b\n\nx ", "a: b\r\n\r\nx \r\n")]
    [TestCase("", "")]
    public void Bare_line_feeds_become_line_ends_of_the_wire(string file, string message) =>
        Assert.That(Encoding.Latin1.GetString(MessageFile.Of(Encoding.Latin1.GetBytes(file)).Octets.Span), Is.EqualTo(message));

    [Test]
    public void The_body_begins_after_the_blank_line() =>
        Assert.That(Encoding.Latin1.GetString(MessageFile.Of("a: b\n\nx\n"u8.ToArray()).Body.Span), Is.EqualTo("x\r\n"));
}
