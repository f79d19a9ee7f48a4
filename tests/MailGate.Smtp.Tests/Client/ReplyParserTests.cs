using System.Text;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client;

internal sealed class ReplyParserTests
{
    private static readonly string[] Good =
    [
        "250 2.1.5 Ok\r\n", "250\r\n", "250 \r\n", "250-a\r\n250-b\r\n250 c\r\n", "250-\r\n250\r\n", "550-5.1.1 No\r\n550 5.1.1 such user\r\n", "421 bye\n",
        "354 Go\r\n", "334 dXNlcg==\r\n", "250-2.0.0 x\r\n250 y\r\n", "599 odd\r\n", "250 gr\u00fc\u00dfe\r\n",
    ];

    private static readonly string[] Bad =
    [
        "\r\n", "25\r\n", "2x0 a\r\n", "150 a\r\n", "650 a\r\n", "250_a\r\n", "250\ta\r\n", "250-a\r\n550 b\r\n", "250-a\r\nb\r\n", "HTTP/1.1 400\r\n", "\0\0\0\n",
        "2505 a\r\n", "\u001b[0m250 a\r\n", " 250 a\r\n",
    ];

    [TestCaseSource(nameof(Good))]
    public void A_reply_is_the_same_however_it_is_split(string wire)
    {
        byte[] octets = Encoding.UTF8.GetBytes(wire);
        string whole = Read(octets, octets.Length).Reply!.ToString();
        for (int split = 1; split < octets.Length; split++)
        {
            Assert.That(Read(octets, split).Reply?.ToString(), Is.EqualTo(whole), $"split at {split}");
        }

        Assert.That(Read(octets, 1).Reply?.ToString(), Is.EqualTo(whole), "octet by octet");
    }

    [TestCaseSource(nameof(Bad))]
    public void What_is_no_reply_is_a_value_however_it_is_split(string wire)
    {
        byte[] octets = Encoding.Latin1.GetBytes(wire);
        for (int step = 1; step <= octets.Length; step++)
        {
            Assert.That(Read(octets, step).Status, Is.EqualTo(ReplyStatus.Malformed), $"step {step}");
        }
    }

    [Test]
    public void Codes_and_text_are_told_apart()
    {
        Reply reply = Read("550-5.1.1 No\r\n550 5.1.1 such user\r\n"u8.ToArray(), int.MaxValue).Reply!;

        Assert.That((int)reply.Code, Is.EqualTo(550));
        Assert.That(reply.Status, Is.EqualTo(new EnhancedStatusCode(5, 1, 1)));
        Assert.That(reply.Text, Is.EqualTo("No\nsuch user"));
    }

    [Test]
    public void An_enhanced_code_of_another_class_is_text()
    {
        Reply reply = Read("550 2.1.5 fine\r\n"u8.ToArray(), int.MaxValue).Reply!;

        Assert.That(reply.Status.IsNone);
        Assert.That(reply.Text, Is.EqualTo("2.1.5 fine"));
    }

    [Test]
    public void What_follows_a_reply_is_left()
    {
        ReplyParser parser = new();

        ReplyStatus first = parser.Read("250 a\r\n550 b\r\n"u8, out int consumed);

        Assert.That(first, Is.EqualTo(ReplyStatus.Complete));
        Assert.That(consumed, Is.EqualTo(7));
    }

    [TestCase(ReplyParser.MaxLineOctets - 6, ReplyStatus.Complete)]
    [TestCase(ReplyParser.MaxLineOctets - 5, ReplyStatus.Malformed)]
    public void A_line_is_bounded(int textOctets, ReplyStatus expected) =>
        Assert.That(Read(Encoding.ASCII.GetBytes($"250 {new string('x', textOctets)}\r\n"), 100).Status, Is.EqualTo(expected));

    [Test]
    public void A_line_without_end_is_given_up_at_the_bound() =>
        Assert.That(new ReplyParser().Read(Enumerable.Repeat((byte)'2', ReplyParser.MaxLineOctets).ToArray(), out _), Is.EqualTo(ReplyStatus.Malformed));

    [TestCase(ReplyParser.MaxLines, ReplyStatus.Complete)]
    [TestCase(ReplyParser.MaxLines + 1, ReplyStatus.Malformed)]
    public void Lines_are_bounded(int lines, ReplyStatus expected)
    {
        string wire = string.Concat(Enumerable.Repeat("250-x\r\n", lines - 1)) + "250 x\r\n";

        Assert.That(Read(Encoding.ASCII.GetBytes(wire), 999).Status, Is.EqualTo(expected));
    }

    [Test]
    public void Mutated_replies_never_throw_and_never_give_control_of_the_code()
    {
        var random = new Random(20240817);
        for (int i = 0; i < 30_000; i++)
        {
            byte[] octets = Encoding.UTF8.GetBytes(Good[random.Next(Good.Length)] + Good[random.Next(Good.Length)]);
            for (int m = random.Next(4); m > 0; m--)
            {
                octets[random.Next(octets.Length)] = (byte)random.Next(256);
            }

            (ReplyStatus status, Reply? reply) = Read(octets, random.Next(1, octets.Length + 1));

            if (status == ReplyStatus.Complete)
            {
                Assert.That((int)reply!.Code, Is.InRange(200, 599));
                Assert.That(octets.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"{(int)reply.Code}")), Is.GreaterThanOrEqualTo(0));
            }
        }
    }

    private static (ReplyStatus Status, Reply? Reply) Read(byte[] octets, int step)
    {
        ReplyParser parser = new();
        int start = 0;
        for (long end = Math.Min(step, octets.Length); ; end = Math.Min(end + step, octets.Length))
        {
            ReplyStatus status = parser.Read(octets.AsSpan(start..(int)end), out int consumed);
            start += consumed;
            if (status != ReplyStatus.Incomplete || end == octets.Length)
            {
                return (status, status == ReplyStatus.Complete ? parser.Reply : null);
            }
        }
    }
}
