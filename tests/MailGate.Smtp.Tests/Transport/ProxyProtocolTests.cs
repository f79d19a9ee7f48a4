using System.Text;
using MailGate.Smtp.Transport;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Transport;

internal sealed class ProxyProtocolTests
{
    private const string Signature = "\r\n\r\n\0\r\nQUIT\n";

    [TestCase("PROXY TCP4 203.0.113.5 127.0.0.1 40000 25\r\n", "203.0.113.5:40000", "127.0.0.1:25")]
    [TestCase("PROXY TCP6 2001:db8::1 ::1 40000 25\r\n", "[2001:db8::1]:40000", "[::1]:25")]
    [TestCase("PROXY UNKNOWN\r\n", null, null)]
    [TestCase("PROXY UNKNOWN ffff:f...f:ffff 1 2 3\r\n", null, null)]
    [TestCase(Signature + "\x21\x11\0\x0c\xcb\0\x71\x05\x7f\0\0\x01\x9c\x40\0\x19", "203.0.113.5:40000", "127.0.0.1:25")]
    [TestCase(Signature + "\x21\x11\0\x0f\xcb\0\x71\x05\x7f\0\0\x01\x9c\x40\0\x19\x04\0\0", "203.0.113.5:40000", "127.0.0.1:25")]
    [TestCase(Signature + "\x20\0\0\0", null, null)]
    public void Header_is_read_once_it_is_whole(string header, string? client, string? server)
    {
        byte[] octets = Encoding.Latin1.GetBytes(header);
        for (int length = 0; length < octets.Length; length++)
        {
            Assert.That(ProxyProtocol.Read(octets.AsSpan(0, length), out _, out _), Is.EqualTo(ProxyStatus.Incomplete), $"{length} octets");
        }

        ProxyStatus status = ProxyProtocol.Read([.. octets, .. "EHLO"u8], out ProxyHeader? read, out int consumed);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(status, Is.EqualTo(ProxyStatus.Complete));
            Assert.That(consumed, Is.EqualTo(octets.Length));
            Assert.That(read?.Client?.ToString(), Is.EqualTo(client));
            Assert.That(read?.Server?.ToString(), Is.EqualTo(server));
        }
    }

    [TestCase("EHLO x\r\n")]
    [TestCase("PROXY TCP4 999.1.1.1 x 1 25\r\n")]
    [TestCase("PROXY TCP4 1.2 1.2.3.4 1 25\r\n")]
    [TestCase("PROXY TCP4 ::1 ::1 1 25\r\n")]
    [TestCase("PROXY TCP4 1.2.3.4 1.2.3.4 1 65536\r\n")]
    [TestCase("PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n")]
    [TestCase("PROXY UDP4 1.2.3.4 1.2.3.4 1 2\r\n")]
    [TestCase(Signature + "\x21\xff\xff\xff")]
    [TestCase(Signature + "\x11\x11\0\x0c")]
    [TestCase(Signature + "\x21\x11\0\x04\x01\x02\x03\x04")]
    public void Anything_else_is_malformed(string header) =>
        Assert.That(ProxyProtocol.Read(Encoding.Latin1.GetBytes(header), out _, out _), Is.EqualTo(ProxyStatus.Malformed));

    [Test]
    public void Line_that_does_not_end_is_malformed_at_the_limit() =>
        Assert.That(ProxyProtocol.Read(Encoding.ASCII.GetBytes("PROXY TCP4 " + new string('1', 200)), out _, out _), Is.EqualTo(ProxyStatus.Malformed));

    [Test]
    public void Random_octets_behind_a_signature_never_throw()
    {
        Random random = new(7);
        byte[] octets = new byte[64];
        for (int i = 0; i < 50_000; i++)
        {
            random.NextBytes(octets);
            Encoding.Latin1.GetBytes(i % 2 == 0 ? Signature : "PROXY TCP4 ").CopyTo(octets, 0);
            ProxyStatus status = ProxyProtocol.Read(octets, out ProxyHeader? header, out int consumed);
            Assert.That(status == ProxyStatus.Complete, Is.EqualTo(header is not null));
            Assert.That(status != ProxyStatus.Complete || consumed <= octets.Length);
        }
    }
}
