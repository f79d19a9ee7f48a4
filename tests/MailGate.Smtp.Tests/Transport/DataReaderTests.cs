using System.Text;
using MailGate.Smtp.Transport;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Transport;

internal sealed class DataReaderTests
{
    [TestCase("a\r\n.\r\n", "a\r\n")]
    [TestCase(".\r\n", "")]
    [TestCase("..\r\n...\r\n.a\r\n.\r\n", ".\r\n..\r\na\r\n")]
    [TestCase("a.\r\n.\r\n", "a.\r\n")]
    [TestCase("\r\n\r\n.\r\n", "\r\n\r\n")]
    public void Data_ends_with_the_lone_dot_and_stuffed_dots_are_taken_away(string wire, string message)
    {
        foreach ((DataStatus status, string text, int left) in EverySplit(wire + "NEXT", LineEndingPolicy.Refuse))
        {
            Assert.That((status, text, left), Is.EqualTo((DataStatus.EndOfData, message, 4)));
        }
    }

    [TestCase("a\n.\n.\r\n", DataStatus.BareLineFeed)]
    [TestCase("a\n.\r\n", DataStatus.BareLineFeed)]
    [TestCase("a\r\n.\n\r\n.\r\n", DataStatus.BareLineFeed)]
    [TestCase("a\r.\r\n.\r\n", DataStatus.BareCarriageReturn)]
    [TestCase("a\r\n.\r\r\n.\r\n", DataStatus.BareCarriageReturn)]
    [TestCase("a\r\r\n.\r\n", DataStatus.BareCarriageReturn)]
    [TestCase("a\r\n\0.\r\n.\r\n", DataStatus.Nul)]
    [TestCase("a\r\n.\0\r\n.\r\n", DataStatus.Nul)]
    public void Octets_outside_line_ends_are_refused(string wire, DataStatus expected)
    {
        foreach ((DataStatus status, string text, _) in EverySplit(wire, LineEndingPolicy.Refuse))
        {
            Assert.That(status, Is.EqualTo(expected));
            Assert.That(text, Does.Not.Contain("\n.\r").And.Not.Contain("\0"));
        }
    }

    [TestCase("a\n.\nb\r\n.\r\n", "a\r\n.\r\nb\r\n")]
    [TestCase("a\rb\r\r\n.\r\n", "a b \r\n")]
    [TestCase("\0\r\n.\0\r\n.\r\n", " \r\n \r\n")]
    [TestCase("a\r\n.\nb\r\n.\r\n", "a\r\n\r\nb\r\n")]
    [TestCase("a\r\n.\rb\r\n.\r\n", "a\r\n b\r\n")]
    public void Normalize_mends_line_ends_without_seeing_an_end_that_is_none(string wire, string message)
    {
        foreach ((DataStatus status, string text, int left) in EverySplit(wire + "NEXT", LineEndingPolicy.Normalize))
        {
            Assert.That((status, text, left), Is.EqualTo((DataStatus.EndOfData, message, 4)));
        }
    }

    [Test]
    public void Discarding_finds_the_same_end_and_writes_nothing()
    {
        DataReader reader = new(isDotStuffed: true, LineEndingPolicy.Refuse);
        Collector collector = new();
        byte[] wire = "a\nb\r\n.\n\r\r\n\0\r\n.\r\nNEXT"u8.ToArray();
        DataStatus first = reader.Read(wire, collector, out int consumed);
        reader.Discard();
        DataStatus second = reader.Read(wire.AsSpan(consumed), collector, out int more);
        Assert.That((first, second, wire.Length - consumed - more, collector.Text), Is.EqualTo((DataStatus.BareLineFeed, DataStatus.EndOfData, 4, "a")));
    }

    [TestCase("a\r\n.\r\nb", "a\r\n.\r\nb\r\n")]
    [TestCase("..a\r\n", "..a\r\n")]
    [TestCase("", "")]
    public void Chunks_have_no_stuffed_dots_and_get_a_last_line_end(string chunk, string message)
    {
        DataReader reader = new(isDotStuffed: false, LineEndingPolicy.Refuse);
        Collector collector = new();
        Assert.That(reader.Read(Encoding.Latin1.GetBytes(chunk), collector, out _), Is.EqualTo(DataStatus.More));
        Assert.That((reader.Finish(collector), collector.Text), Is.EqualTo((DataStatus.EndOfData, message)));
    }

    [TestCase("0123456789\r\n0123456789\r\n.\r\n", DataStatus.EndOfData)]
    [TestCase("0123456789\r\n0123456789a\r\n.\r\n", DataStatus.LineTooLong)]
    public void Line_is_measured_without_its_line_end(string wire, DataStatus expected)
    {
        byte[] octets = Encoding.Latin1.GetBytes(wire);
        for (int piece = 1; piece <= octets.Length; piece++)
        {
            DataReader reader = new(isDotStuffed: true, LineEndingPolicy.Refuse, maxLineOctets: 10);
            DataStatus status = DataStatus.More;
            for (int position = 0; position < octets.Length && status == DataStatus.More;)
            {
                status = reader.Read(octets.AsSpan(position, Math.Min(piece, octets.Length - position)), new Collector(), out int consumed);
                position += consumed;
            }

            Assert.That(status, Is.EqualTo(expected), $"pieces of {piece}");
        }
    }

    [Test]
    public void Chunk_that_ends_in_a_bare_cr_is_refused()
    {
        DataReader reader = new(isDotStuffed: false, LineEndingPolicy.Refuse);
        Collector collector = new();
        reader.Read("a\r"u8, collector, out _);
        Assert.That(reader.Finish(collector), Is.EqualTo(DataStatus.BareCarriageReturn));
    }

    [Test]
    public void Long_pieces_read_as_short_ones_do()
    {
        // Pieces of more than a vector take another way through the code than pieces of a few octets; both must agree on everything.
        Random random = new(5322);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] wire = new byte[random.Next(40, 400)];
            for (int i = 0; i < wire.Length; i++)
            {
                int kind = random.Next(60);
                wire[i] = kind switch { 0 => (byte)'\r', 1 => (byte)'\n', 2 => (byte)'.', 3 when round % 8 == 0 => 0, _ => (byte)'x' };
                if (kind is 4 or 5 && i + 3 < wire.Length)
                {
                    wire[i++] = (byte)'\r';
                    wire[i] = (byte)'\n';
                    wire[i + 1] = kind == 5 ? (byte)'.' : (byte)'y';
                    i++;
                }
            }

            LineEndingPolicy policy = (LineEndingPolicy)(round % 2);
            Assert.That(Read(wire, wire.Length, policy), Is.EqualTo(Read(wire, 1, policy)), () => Convert.ToHexString(wire));
        }
    }

    [Test]
    public void Random_octets_in_random_pieces_never_yield_a_line_end_that_is_no_crlf()
    {
        Random random = new(20231218);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] wire = new byte[random.Next(1, 40)];
            for (int i = 0; i < wire.Length; i++)
            {
                wire[i] = "\r\n.\0ab"u8[random.Next(6)];
            }

            LineEndingPolicy policy = (LineEndingPolicy)(round % 2);
            (DataStatus status, string text, _) = Read(wire, random.Next(1, wire.Length + 1), policy);
            string whole = Read(wire, wire.Length, policy).Text;
            Assert.That(text, Is.EqualTo(whole), () => Convert.ToHexString(wire));
            string withoutLineEnds = text.Replace("\r\n", "", StringComparison.Ordinal);
            Assert.That(withoutLineEnds.AsSpan().IndexOfAny("\r\n\0"), Is.LessThan(0), () => $"{status} {Convert.ToHexString(wire)}");
        }
    }

    private static IEnumerable<(DataStatus Status, string Text, int Left)> EverySplit(string wire, LineEndingPolicy policy)
    {
        byte[] octets = Encoding.Latin1.GetBytes(wire);
        for (int piece = 1; piece <= octets.Length; piece++)
        {
            yield return Read(octets, piece, policy);
        }
    }

    private static (DataStatus Status, string Text, int Left) Read(byte[] octets, int piece, LineEndingPolicy policy)
    {
        DataReader reader = new(isDotStuffed: true, policy);
        Collector collector = new();
        int position = 0;
        while (position < octets.Length)
        {
            DataStatus status = reader.Read(octets.AsSpan(position, Math.Min(piece, octets.Length - position)), collector, out int consumed);
            position += consumed;
            if (status != DataStatus.More)
            {
                return (status, collector.Text, octets.Length - position);
            }
        }

        return (DataStatus.More, collector.Text, 0);
    }

    private sealed class Collector : IDataSink
    {
        private readonly StringBuilder _text = new();

        public string Text => _text.ToString();

        public void Append(ReadOnlySpan<byte> octets) => _text.Append(Encoding.Latin1.GetString(octets));
    }
}
