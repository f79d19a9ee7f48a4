using System.Security.Cryptography;
using System.Text;
using MailGate.Mail.Dkim;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dkim;

[TestFixture]
internal sealed class BodyHasherTests
{
    private static readonly string[] Bodies =
    [
        "", "\r\n", "\r\n\r\n\r\n", " \r\n\t\r\n", " ", "a", "a \t", "a\r\n", "a \r\n \r\n", "a\r\n\r\n\r\nb\r\n\r\n\r\n",
        " a  b\tc \r\n  d\te  \r\n\r\n \t \r\nf\r\n\r\n", "a\rb\r\n", "a \rb\r", "a\r\r\n\r\n", "\r", "\n", "a\nb \n\r\n", " \r \r\n",
        "a word or two of plain text that is longer than one vector, then  two spaces, and\ta tab after which it goes on \r\nfor a while\r\n",
        "0123456789abcdef0123456789abcdef0123456789abcde \r\n\t0123456789abcdef0123456789abcdef0123456789abcdef  x\r\n \r\n",
    ];

    [Test]
    public void Rfc6376_3_4_3_and_3_4_4_every_split_hashes_alike([ValueSource(nameof(Bodies))] string text, [Values] Canonicalization canonicalization)
    {
        byte[] body = Encoding.Latin1.GetBytes(text);
        byte[] expected = SHA256.HashData(Canonical.OfBody(body, canonicalization));
        for (int first = 0; first <= body.Length; first++)
        {
            for (int second = first; second <= body.Length; second += Math.Max(1, (body.Length - first) / 12))
            {
                Assert.That(
                    Hash(canonicalization, null, body[..first], body[first..second], body[second..]).Digest.ToArray(), Is.EqualTo(expected),
                    $"split at {first} and {second}");
            }
        }

        Assert.That(Hash(canonicalization, null, [.. body.Select(octet => new[] { octet })]).Digest.ToArray(), Is.EqualTo(expected), "octet by octet");
    }

    [Test]
    public void Random_bodies_in_random_chunks_hash_as_the_standard_says([Values] Canonicalization canonicalization)
    {
        Random random = new(3_4_4);
        string[] tokens = [" ", "\t", "\r\n", "\r", "\n", "x", "word", "  ", " \r\n", "\r\n\r\n", new string('y', 40), "z z z z z z z z z z z z z z z z z z z z z"];
        for (int round = 0; round < 4000; round++)
        {
            byte[] body = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => tokens[random.Next(tokens.Length)])));
            byte[] canonical = Canonical.OfBody(body, canonicalization);
            int[] cuts = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(body.Length + 1)).Order()];
            byte[][] chunks = [.. cuts.Append(body.Length).Select((end, index) => body[(index == 0 ? 0 : cuts[index - 1])..end])];
            long length = random.Next(canonical.Length + 1);
            Assert.That(Hash(canonicalization, null, chunks).Digest.ToArray(), Is.EqualTo(SHA256.HashData(canonical)));
            Assert.That(Hash(canonicalization, length, chunks).Digest.ToArray(), Is.EqualTo(SHA256.HashData(canonical.AsSpan(0, (int)length))));
        }
    }

    [Test]
    public void White_space_anywhere_in_a_long_chunk_is_found([Range(-40, 40)] int offset)
    {
        // Around the size of the pieces that a chunk is worked on in, and of the vectors in them.
        byte[] body = Encoding.ASCII.GetBytes(new string('x', 16 * 1024 + offset) + " \t \r\n \r\n\ty  z \r\r\n" + new string('v', 40 + offset) + "\tw  \t" + new string('u', 30));
        foreach (Canonicalization canonicalization in Enum.GetValues<Canonicalization>())
        {
            Assert.That(
                Hash(canonicalization, null, body).Digest.ToArray(), Is.EqualTo(SHA256.HashData(Canonical.OfBody(body, canonicalization))), canonicalization.ToWord());
        }
    }

    [Test]
    public void Rfc6376_3_5_every_length_has_its_hash_in_one_pass([Values] Canonicalization canonicalization)
    {
        byte[] body = Encoding.Latin1.GetBytes("one  two\r\n\r\n\r\nthree \r\n\r\n");
        byte[] canonical = Canonical.OfBody(body, canonicalization);
        using BodyHasher hasher = new();
        for (int length = canonical.Length + 2; length >= 0; length--)
        {
            hasher.Request(canonicalization, length);
        }

        hasher.Append(body);
        hasher.Finish();
        for (int length = 0; length <= canonical.Length; length++)
        {
            Assert.That(hasher.Get(canonicalization, length).Digest.ToArray(), Is.EqualTo(SHA256.HashData(canonical.AsSpan(0, length))), $"l={length}");
        }

        Assert.That(hasher.Get(canonicalization, canonical.Length + 1).Digest.IsEmpty, Is.True);
        Assert.That(hasher.Get(canonicalization, canonical.Length + 1).CanonicalOctets, Is.EqualTo(canonical.Length));
    }

    [Test]
    public void Both_forms_come_from_one_pass()
    {
        byte[] body = Encoding.Latin1.GetBytes("a  b \r\n\r\n");
        using BodyHasher hasher = new();
        Assert.That(hasher.IsNeeded, Is.False);
        hasher.Request(Canonicalization.Simple);
        hasher.Request(Canonicalization.Relaxed);
        hasher.Request(Canonicalization.Relaxed, 1);
        hasher.Append(body);
        hasher.Finish();
        hasher.Finish();
        Assert.That(hasher.Get(Canonicalization.Simple).Digest.ToArray(), Is.EqualTo(SHA256.HashData("a  b \r\n"u8)));
        Assert.That(hasher.Get(Canonicalization.Relaxed).Digest.ToArray(), Is.EqualTo(SHA256.HashData("a b\r\n"u8)));
        Assert.That(hasher.Get(Canonicalization.Relaxed, 1).Digest.ToArray(), Is.EqualTo(SHA256.HashData("a"u8)));
        Assert.That(hasher.BodyOctets, Is.EqualTo(body.Length));
    }

    [Test]
    public void A_million_empty_lines_are_held_back_as_a_number()
    {
        byte[] lines = new byte[2_000_000];
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = i % 2 == 0 ? (byte)'\r' : (byte)'\n';
        }

        byte[] expected = SHA256.HashData([.. "a"u8, .. lines, .. "b\r\n"u8]);
        Assert.That(Hash(Canonicalization.Relaxed, null, "a"u8.ToArray(), lines, "b"u8.ToArray(), lines).Digest.ToArray(), Is.EqualTo(expected));
        Assert.That(Hash(Canonicalization.Simple, null, "a"u8.ToArray(), lines, "b"u8.ToArray(), lines).Digest.ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public void What_is_asked_too_late_or_not_at_all_is_an_error_of_the_caller()
    {
        using BodyHasher hasher = new();
        hasher.Request(Canonicalization.Simple);
        hasher.Append("a"u8);
        Assert.That(() => hasher.Request(Canonicalization.Relaxed), Throws.InvalidOperationException);
        Assert.That(() => hasher.Get(Canonicalization.Simple), Throws.InvalidOperationException);
        hasher.Finish();
        Assert.That(() => hasher.Append("b"u8), Throws.InvalidOperationException);
        Assert.That(() => hasher.Get(Canonicalization.Relaxed), Throws.InvalidOperationException);
    }

    private static BodyHash Hash(Canonicalization canonicalization, long? length, params byte[][] chunks)
    {
        using BodyHasher hasher = new();
        hasher.Request(canonicalization, length);
        foreach (byte[] chunk in chunks)
        {
            hasher.Append(chunk);
        }

        hasher.Finish();
        return hasher.Get(canonicalization, length);
    }
}
