using System.Text;
using MailGate.Smtp.Client;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client;

internal sealed class ReplyReaderTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(7)]
    [TestCase(4096)]
    public async Task Replies_come_one_at_a_time_however_the_network_cuts_them(int step)
    {
        var reader = new ReplyReader();
        using var stream = new SlicedStream("250-a\r\n250 b\r\n550 5.1.1 no\r\n354 go\r\n", step);

        List<string> replies = [];
        while ((await reader.ReadAsync(stream, default)) is { Status: ReplyStatus.Complete } result)
        {
            replies.Add(result.Reply!.ToString());
        }

        Assert.That(replies, Is.EqualTo(new[] { "250 a\nb", "550 5.1.1 no", "354 go" }));
        Assert.That(reader.HasOctets, Is.False);
    }

    [Test]
    public async Task Half_a_reply_is_a_closed_connection()
    {
        var reader = new ReplyReader();
        using var stream = new SlicedStream("250-a\r\n25", 3);

        ReplyReadResult result = await reader.ReadAsync(stream, default);

        Assert.That(result.Status, Is.EqualTo(ReplyStatus.Closed));
        Assert.That(result.Detail, Does.Contain("middle"));
    }

    [Test]
    public async Task Endless_octets_without_a_line_end_are_given_up()
    {
        var reader = new ReplyReader();
        using var stream = new SlicedStream(new string('2', 1_000_000), 1000);

        Assert.That((await reader.ReadAsync(stream, default)).Status, Is.EqualTo(ReplyStatus.Malformed));
        Assert.That(stream.Position, Is.LessThan(10_000));
    }

    private sealed class SlicedStream(string text, int step) : MemoryStream(Encoding.Latin1.GetBytes(text))
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(step, buffer.Length)], cancellationToken);
    }
}
