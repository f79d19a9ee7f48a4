using System.Text;
using MailGate.Mail.Messages.Decoding;
using MailGate.Mail.Messages.Mime;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages.Decoding;

internal sealed class TransferDecoderTests
{
    private const string Uu = "text before\nbegin 644 cat.txt\n#0V%T\n`\nend\nafter\n";

    [TestCase("SGVsbG8gd29ybGQ=", "Hello world", false)]
    [TestCase("SGVs\r\nbG8g\r\nd29y\r\nbGQ=\r\n", "Hello world", false)]
    [TestCase("S G\tV sbG8gd29ybGQ=", "Hello world", false)]
    [TestCase("SGVsbG8gd29ybGQ", "Hello world", true, Description = "padding is missing")]
    [TestCase("SGVsbG8=IHdvcmxk", "Hello world", true, Description = "data after padding")]
    [TestCase("SGVs*bG8g!d29ybGQ=", "Hello world", true, Description = "foreign characters")]
    [TestCase("", "", false)]
    [TestCase("S", "", true)]
    [TestCase("====", "", false)]
    public void Base64_is_decoded_leniently(string encoded, string expected, bool malformed)
    {
        Assert.That(Decode(TransferEncoding.Base64, encoded, out MimeFlags problems), Is.EqualTo(expected));
        Assert.That(problems, Is.EqualTo(malformed ? MimeFlags.MalformedBase64 : MimeFlags.None));
    }

    [TestCase("caf=E9 =e9", "caf\u00e9 \u00e9", false)]
    [TestCase("soft=\r\n break=\n twice", "soft break twice", false)]
    [TestCase("blank before break=  \t\r\nend", "blank before breakend", false)]
    [TestCase("at the end=", "at the end", false)]
    [TestCase("at the end=\r", "at the end", false)]
    [TestCase("1+1=2 and =ZZ", "1+1=2 and =ZZ", true)]
    [TestCase("==41", "=A", true)]
    public void Quoted_printable_is_decoded_leniently(string encoded, string expected, bool malformed)
    {
        Assert.That(Decode(TransferEncoding.QuotedPrintable, encoded, out MimeFlags problems), Is.EqualTo(expected));
        Assert.That(problems, Is.EqualTo(malformed ? MimeFlags.MalformedQuotedPrintable : MimeFlags.None));
    }

    [Test]
    public void Uuencode_is_what_stands_between_begin_and_end() => Assert.That(Decode(TransferEncoding.UuEncode, Uu, out _), Is.EqualTo("Cat"));

    [Test]
    public void YEnc_samples_give_their_bytes()
    {
        if (Repository.ConformanceFile("mime", "mimekit", "yenc") is not { } folder)
        {
            Assert.Ignore("no conformance material");
            return;
        }

        byte[] one = Content("00000020.ntx");
        byte[] two = Content("00000021.ntx");
        byte[] whole = File.ReadAllBytes(Path.Combine(folder, "joystick.jpg"));
        Assert.That((byte[])[.. one, .. two], Is.EqualTo(whole));
        Assert.That(Content("simple.msg"), Has.Length.EqualTo(584));
        Assert.That(Content("state-changes.ntx"), Has.Length.EqualTo(584));

        byte[] Content(string name)
        {
            MemoryMessageBytes source = new(File.ReadAllBytes(Path.Combine(folder, name)));
            using DecodedContent content = new(source, 0, source.Length, TransferEncoding.YEnc);
            return ReadAll(content);
        }
    }

    [Test]
    public void Pieces_of_any_size_give_what_the_whole_gives([Values] TransferEncoding encoding)
    {
        Random random = new(7);
        string[] seeds = ["SGVsbG8gd29ybGQ=\r\n=SGVs bG8", "a=20b=\r\nc = \r\nd=3D=\n=4", Uu + Uu, "x\r\n=ybegin line=128 size=3 name=a\r\nabc=}==\r\n=yend\r\nrest"];
        for (int round = 0; round < 2000; round++)
        {
            byte[] source = MutationFuzzer.Mutate(Encoding.Latin1.GetBytes(seeds[random.Next(seeds.Length)]), random);
            byte[] whole = DecodeInPieces(encoding, source, source.Length + 1);
            for (int size = 1; size < 8; size++)
            {
                Assert.That(DecodeInPieces(encoding, source, size), Is.EqualTo(whole), $"round {round}, pieces of {size}");
            }
        }
    }

    [Test]
    public void Content_reads_the_same_from_anywhere()
    {
        Random random = new(11);
        byte[] plain = new byte[700_000];
        random.NextBytes(plain);
        byte[] encoded = Encoding.ASCII.GetBytes(Convert.ToBase64String(plain, Base64FormattingOptions.InsertLineBreaks));
        using DecodedContent content = new(new MemoryMessageBytes(encoded), 0, encoded.Length, TransferEncoding.Base64);
        byte[] buffer = new byte[3000];
        for (int round = 0; round < 300; round++)
        {
            int offset = random.Next(plain.Length);
            int count = content.Read(offset, buffer);
            Assert.That(buffer.AsSpan(0, count).SequenceEqual(plain.AsSpan(offset, Math.Min(3000, plain.Length - offset))), Is.True, $"round {round} at {offset}");
            if (round % 50 == 0)
            {
                content.Dispose();
            }
        }

        Assert.That(content.Length, Is.EqualTo(plain.Length));
        Assert.That(content.Read(plain.Length, buffer), Is.Zero);
    }

    private static string Decode(TransferEncoding encoding, string text, out MimeFlags problems)
    {
        TransferDecoder decoder = new(encoding);
        byte[] buffer = new byte[10_000];
        byte[] source = Encoding.Latin1.GetBytes(text);
        int count = decoder.Decode(source, buffer, isLast: true, out int consumed);
        Assert.That(consumed, Is.EqualTo(source.Length));
        problems = decoder.Problems;
        return Encoding.Latin1.GetString(buffer, 0, count);
    }

    private static byte[] DecodeInPieces(TransferEncoding encoding, byte[] source, int size)
    {
        TransferDecoder decoder = new(encoding);
        List<byte> result = [];
        byte[] buffer = new byte[4096];
        int start = 0, end = 0;
        while (start < source.Length)
        {
            end = Math.Min(source.Length, end + size);
            int count = decoder.Decode(source.AsSpan(start, end - start), buffer, isLast: end == source.Length, out int consumed);
            result.AddRange(buffer.AsSpan(0, count));
            start += consumed;
            if (end == source.Length && consumed == 0)
            {
                break;
            }
        }

        return [.. result];
    }

    private static byte[] ReadAll(DecodedContent content)
    {
        byte[] octets = new byte[content.Length];
        Assert.That(content.Read(0, octets), Is.EqualTo(octets.Length));
        return octets;
    }
}
