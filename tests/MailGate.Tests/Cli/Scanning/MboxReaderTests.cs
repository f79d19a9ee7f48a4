using System.Text;
using MailGate.Cli.Scanning;
using NUnit.Framework;

namespace MailGate.Tests.Cli.Scanning;

internal sealed class MboxReaderTests
{
    private const string Two = "From a Sat Nov 21 12:00:00 2026\nSubject: 1\n\nHello\nFrom the middle\n>From me\n>>From you\n\nFrom b Sat Nov 21 12:00:01 2026\nSubject: 2\n\nlast\n";

    private static readonly string[] Expected = ["Subject: 1\n\nHello\nFrom the middle\nFrom me\n>From you\n", "Subject: 2\n\nlast\n"];

    [Test]
    public void Messages_are_parted_only_after_an_empty_line_and_unquoted_once() => Assert.That(Read(Two, 1000), Is.EqualTo(Expected));

    [Test]
    public void Lines_may_end_with_crlf() =>
        Assert.That(Read(Two.ReplaceLineEndings("\r\n"), 1000), Is.EqualTo(Expected.Select(text => text.ReplaceLineEndings("\r\n"))));

    [Test]
    public void Every_split_of_the_stream_gives_the_same_messages()
    {
        for (int size = 1; size < Two.Length; size++)
        {
            Assert.That(Read(Two, 1000, size), Is.EqualTo(Expected), $"pieces of {size}");
        }
    }

    [Test]
    public void A_message_over_the_limit_is_skipped_and_the_next_is_read() =>
        Assert.That(Read($"From a\nSubject: {new string('x', 200_000)}\n\nFrom b\nSubject: 2\n\n", 1000), Is.EqualTo(new[] { null, "Subject: 2\n" }));

    [Test]
    public void A_separator_longer_than_the_buffer_is_one_separator() =>
        Assert.That(Read($"From {new string('x', 200_000)}\nSubject: 2\n", 1000), Is.EqualTo(new[] { "Subject: 2\n" }));

    private static string?[] Read(string text, long maxOctets, int pieces = int.MaxValue)
    {
        using Stream stream = new SlowStream(Encoding.ASCII.GetBytes(text), pieces);
        return [.. new MboxReader(stream, maxOctets).Read().Select(message => message is null ? null : Encoding.ASCII.GetString(message))];
    }

    private sealed class SlowStream(byte[] octets, int pieces) : MemoryStream(octets)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, pieces));
    }
}
