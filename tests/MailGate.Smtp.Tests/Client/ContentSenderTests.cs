using System.Text;
using MailGate.Smtp.Client;
using MailGate.Smtp.Transport;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client;

internal sealed class ContentSenderTests
{
    [TestCase("", ".\r\n")]
    [TestCase("a\r\n", "a\r\n.\r\n")]
    [TestCase("a", "a\r\n.\r\n")]
    [TestCase(".\r\n", "..\r\n.\r\n")]
    [TestCase(".", "..\r\n.\r\n")]
    [TestCase("..\r\n", "...\r\n.\r\n")]
    [TestCase("a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n.\r\n")]
    [TestCase("a.b\r\n.c\r\n", "a.b\r\n..c\r\n.\r\n")]
    [TestCase("\r\n\r\n", "\r\n\r\n.\r\n")]
    public async Task Dots_are_doubled_at_the_start_of_lines_whatever_the_blocks(string message, string wire)
    {
        for (int block = 1; block <= Math.Max(message.Length, 1); block++)
        {
            Assert.That((await SendAsync(Encoding.Latin1.GetBytes(message), block)).Text, Is.EqualTo(wire), $"blocks of {block}");
        }
    }

    [TestCase("a\rb\r\n")]
    [TestCase("a\nb\r\n")]
    [TestCase("\n.\r\n")]
    [TestCase("\r.\r\n")]
    [TestCase("a\r\r\n")]
    [TestCase("a\r\n\n")]
    [TestCase("a\0b\r\n")]
    [TestCase("a\r")]
    [TestCase("a\n")]
    [TestCase("\n")]
    public async Task A_message_with_a_bare_cr_lf_or_nul_never_leaves_whole_and_no_such_octet_does(string message)
    {
        for (int block = 1; block <= message.Length; block++)
        {
            Sent sent = await SendAsync(Encoding.Latin1.GetBytes(message), block);

            Assert.That(sent.Status, Is.EqualTo(ContentStatus.Unsafe), $"blocks of {block}");
            Assert.That(HasBare(sent.Text), Is.False, $"blocks of {block}: {sent.Text}");
            Assert.That(sent.Text, Does.Not.Contain("\r\n.\r\n"));
        }
    }

    [TestCase(10_000, 16_384, 1)]
    [TestCase(60_000, 16_384, 1)]
    [TestCase(200_000, 65_536, 6)]
    [TestCase(5_000_000, 65_536, 80)]
    public async Task A_small_message_is_one_write_and_a_large_one_few(int octets, int block, int atMost)
    {
        byte[] message = Lines(octets, 76);

        Sent sent = await SendAsync(message, block);

        Assert.That(sent.Status, Is.EqualTo(ContentStatus.Sent));
        Assert.That(sent.Writes, Has.Count.LessThanOrEqualTo(atMost));
        Assert.That(sent.Writes[^1], Does.EndWith("\r\n.\r\n").And.Length.GreaterThan(5));
        Assert.That(Unstuff(sent.Text), Is.EqualTo(Encoding.Latin1.GetString(message)));
    }

    [Test]
    public async Task A_message_of_dots_alone_takes_few_writes()
    {
        byte[] message = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(".\r\n", 100_000)));

        Sent sent = await SendAsync(message, 65_536);

        Assert.That(Unstuff(sent.Text), Is.EqualTo(Encoding.Latin1.GetString(message)));
        Assert.That(sent.Writes, Has.Count.LessThanOrEqualTo(10));
    }

    [Test]
    public async Task A_wrong_length_does_no_harm([Values(0, 1, 100, 10_000_000)] long told)
    {
        byte[] message = Lines(150_000, 76);

        Sent sent = await SendAsync(message, 65_536, told);

        Assert.That(Unstuff(sent.Text), Is.EqualTo(Encoding.Latin1.GetString(message)));
    }

    [Test]
    public async Task Random_messages_in_random_blocks_arrive_or_are_stopped()
    {
        var random = new Random(7);
        string[] pieces = ["\r\n", "\r\n.", ".", "text", "\r\n..\r\n", "\r\n\r\n", "é", new string('y', 40_000), "\r", "\n", "\0"];
        for (int i = 0; i < 600; i++)
        {
            int kinds = random.Next(3) == 0 ? pieces.Length : pieces.Length - 3;
            string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(kinds)]));

            Sent sent = await SendAsync(Encoding.Latin1.GetBytes(text), random.Next(1, 70_000));

            bool isSafe = !HasBare(text);
            Assert.That(sent.Status, Is.EqualTo(isSafe ? ContentStatus.Sent : ContentStatus.Unsafe));
            Assert.That(HasBare(sent.Text), Is.False);
            if (isSafe)
            {
                Assert.That(Unstuff(sent.Text), Is.EqualTo(text.Length == 0 || text.EndsWith("\r\n", StringComparison.Ordinal) ? text : text + "\r\n"));
            }
        }
    }

    [Test]
    public async Task The_client_is_looked_at_right_before_the_dot()
    {
        int writesBefore = -1;
        RecordingStream stream = new();

        ContentStatus status = await SendAsync(stream, new TestContent(Lines(200_000, 76), 65_536), () => (writesBefore = stream.Writes.Count) >= 0);

        Assert.That(status, Is.EqualTo(ContentStatus.ClientGone));
        Assert.That(writesBefore, Is.GreaterThan(0));
        Assert.That(stream.Writes, Has.Count.EqualTo(writesBefore));
    }

    [TestCase(0, ContentStatus.Broken)]
    [TestCase(2, ContentStatus.Broken)]
    public async Task A_broken_connection_before_the_last_write_is_not_at_the_dot(int failsAfter, ContentStatus expected) =>
        Assert.That(await SendAsync(new RecordingStream { FailsAfter = failsAfter }, new TestContent(Lines(300_000, 76), 65_536), null), Is.EqualTo(expected));

    [Test]
    public async Task A_connection_that_breaks_in_the_last_write_leaves_the_dot_uncertain() =>
        Assert.That(await SendAsync(new RecordingStream { FailsAfter = 0 }, new TestContent(Lines(300, 76)), null), Is.EqualTo(ContentStatus.BrokenAtDot));

    private static async Task<Sent> SendAsync(byte[] message, int block, long? told = null)
    {
        RecordingStream stream = new();
        ContentStatus status = await SendAsync(stream, new TestContent(message, block) { Length = told ?? message.Length }, null);
        return new Sent(status, stream.Writes);
    }

    private static async Task<ContentStatus> SendAsync(RecordingStream stream, TestContent content, Func<bool>? isClientGone)
    {
        using var clock = new DeadlineClock(new ManualTimeProvider());
        using Deadline deadline = clock.Create(() => { });
        return await new ContentSender(stream, deadline, TimeSpan.FromMinutes(3)).SendAsync(content, isClientGone, default);
    }

    private static byte[] Lines(int octets, int width)
    {
        byte[] all = new byte[octets];
        for (int i = 0; i < octets; i++)
        {
            all[i] = (i % width) switch { var c when c == width - 2 => (byte)'\r', var c when c == width - 1 => (byte)'\n', var c => (byte)('a' + (c % 26)) };
        }

        all[^2] = (byte)'\r';
        all[^1] = (byte)'\n';
        all[^3] = all[^3] is (byte)'\r' or (byte)'\n' ? (byte)'z' : all[^3];
        all[^4] = all[^4] is (byte)'\r' or (byte)'\n' ? (byte)'z' : all[^4];
        return all;
    }

    private static string Unstuff(string wire)
    {
        Assert.That(wire, Does.EndWith(".\r\n"));
        string[] lines = wire[..^3].Split("\r\n");
        Assert.That(lines, Has.None.EqualTo("."), "a dot alone before the end");
        return string.Join("\r\n", lines.Select(l => l.StartsWith('.') ? l[1..] : l));
    }

    private static bool HasBare(string text) => text.Replace("\r\n", "", StringComparison.Ordinal).AsSpan().IndexOfAny("\r\n\0") >= 0;

    private sealed record Sent(ContentStatus Status, List<string> Writes)
    {
        public string Text => string.Concat(Writes);
    }

    private sealed class RecordingStream : MemoryStream
    {
        public List<string> Writes { get; } = [];

        public int FailsAfter { get; init; } = int.MaxValue;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Writes.Count >= FailsAfter)
            {
                throw new IOException("broken pipe");
            }

            Writes.Add(Encoding.Latin1.GetString(buffer.Span));
            return ValueTask.CompletedTask;
        }
    }
}
