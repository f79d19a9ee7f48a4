using System.Text;
using MailGate.Mail.Dns;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dns;

[TestFixture]
internal sealed class DnsNameTests
{
    private static readonly string Label63 = new('a', 63);

    [TestCase("", "00")]
    [TestCase(".", "00")]
    [TestCase("a", "016100")]
    [TestCase("a.bc", "016102626300")]
    [TestCase("a.bc.", "016102626300")]
    [TestCase("a\\.b.c", "03612E62016300")]
    [TestCase("\\000\\255\\\\", "0300FF5C00")]
    [TestCase("_25._tcp.X", "035F3235045F746370015800")]
    public void A_name_is_written_as_labels(string text, string hex)
    {
        byte[] wire = new byte[255];
        Assert.That(DnsName.TryWrite(text, wire, out int octets), Is.True);
        Assert.That(Convert.ToHexString(wire.AsSpan(0, octets)), Is.EqualTo(hex));
    }

    [TestCase("a..b")]
    [TestCase(".a")]
    [TestCase("..")]
    [TestCase("a..")]
    [TestCase("bücher.example")]
    [TestCase("a\u0100")]
    [TestCase("\\")]
    [TestCase("\\25")]
    [TestCase("\\256")]
    [TestCase("\\é")]
    public void What_cannot_be_a_name_is_refused(string text) => Assert.That(DnsName.IsValid(text), Is.False);

    [Test]
    public void Labels_end_at_63_octets_and_names_at_255()
    {
        Assert.That(DnsName.IsValid(Label63 + ".example"), Is.True);
        Assert.That(DnsName.IsValid(Label63 + "a.example"), Is.False);
        string longest = string.Join('.', Label63, Label63, Label63, new string('a', 61));
        Assert.That(longest, Has.Length.EqualTo(253));
        Assert.That(DnsName.IsValid(longest), Is.True);
        Assert.That(DnsName.IsValid(longest + "."), Is.True);
        Assert.That(DnsName.IsValid(longest + "a"), Is.False);
        Assert.That(DnsName.IsValid(longest + ".a"), Is.False);
        Assert.That(DnsName.IsValid(string.Join('.', Enumerable.Repeat("a", 127))), Is.True);
        Assert.That(DnsName.IsValid(string.Join('.', Enumerable.Repeat("a", 128))), Is.False);
        Assert.That(DnsName.IsValid(new string('a', 100_000)), Is.False);
    }

    [TestCase("016102626300", 0, "a.bc", 6)]
    [TestCase("00", 0, "", 1)]
    [TestCase("0161000162C000", 3, "b.a", 7)]
    [TestCase("016100C000", 3, "a", 5)]
    [TestCase("0141015A00", 0, "a.z", 5)]
    [TestCase("032E5C2000", 0, "\\.\\\\\\032", 5)]
    [TestCase("0300FF7F00", 0, "\\000\\255\\127", 5)]
    public void A_name_is_read_in_lower_case_with_escapes(string hex, int offset, string expected, int end)
    {
        Assert.That(DnsName.TryRead(Convert.FromHexString(hex), ref offset, out string? name), Is.True);
        Assert.That(name, Is.EqualTo(expected));
        Assert.That(offset, Is.EqualTo(end));
    }

    [TestCase("", 0)]
    [TestCase("0161", 0)]
    [TestCase("05616200", 0)]
    [TestCase("C0", 0)]
    [TestCase("C000", 0, Description = "points to itself")]
    [TestCase("C002C000", 0, Description = "points forward")]
    [TestCase("C002C000", 2, Description = "points to a pointer that points forward")]
    [TestCase("0161C000", 0, Description = "a label and back to it, for ever")]
    [TestCase("0161C0000162C002", 4, Description = "a loop of two")]
    [TestCase("C0FF", 0, Description = "points beyond the end")]
    [TestCase("416100", 0, Description = "label type 01")]
    [TestCase("816100", 0, Description = "label type 10")]
    public void A_broken_name_is_refused(string hex, int offset) => Assert.That(DnsName.TryRead(Convert.FromHexString(hex), ref offset, out _), Is.False);

    [Test]
    public void A_chain_of_pointers_ends_at_255_octets()
    {
        // Label after label, each ending in a pointer to the one before.
        List<byte> message = [1, (byte)'a', 0];
        int last = 0;
        List<int> starts = [0];
        for (int i = 0; i < 200; i++)
        {
            int start = message.Count;
            message.AddRange([1, (byte)'a', (byte)(0xC0 | (last >> 8)), (byte)last]);
            last = start;
            starts.Add(start);
        }

        byte[] bytes = [.. message];
        int fits = starts[126];
        int tooLong = starts[127];
        Assert.That(DnsName.TryRead(bytes, ref fits, out string? name), Is.True);
        Assert.That(name, Has.Length.EqualTo(253));
        Assert.That(DnsName.TryRead(bytes, ref tooLong, out _), Is.False);
    }

    [Test]
    public void What_is_read_can_be_written_again()
    {
        Random random = new(20260101);
        byte[] buffer = new byte[300];
        byte[] wire = new byte[255];
        byte[] again = new byte[255];
        int names = 0;
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(buffer);
            for (int at = 0; at < buffer.Length; at += 1 + (buffer[at] & 7))
            {
                buffer[at] = (byte)(random.Next(40) == 0 ? 0 : random.Next(30) == 0 ? 0xC0 : random.Next(1, 8));
            }

            int offset = random.Next(buffer.Length);
            int textOffset = offset;
            if (DnsName.TryExpand(buffer, ref offset, wire, out int octets))
            {
                names++;
                Assert.That(DnsName.TryRead(buffer, ref textOffset, out string? text), Is.True);
                Assert.That(textOffset, Is.EqualTo(offset));
                Assert.That(DnsName.TryWrite(text, again, out int written), Is.True, text);
                Assert.That(Encoding.Latin1.GetString(again, 0, written), Is.EqualTo(Encoding.Latin1.GetString(wire, 0, octets)));
            }
        }

        Assert.That(names, Is.GreaterThan(1000));
    }
}
