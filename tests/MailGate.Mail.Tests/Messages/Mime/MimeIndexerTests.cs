using System.Text;
using MailGate.Mail.Messages.Mime;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages.Mime;

internal sealed class MimeIndexerTests
{
    private const string Nested =
        "From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=\"outer\"\r\n\r\npreamble\r\n--outer\r\n"
        + "Content-Type: multipart/alternative; boundary=inner\r\n\r\n--inner\r\n\r\nplain\r\n--inner\r\nContent-Type: text/html\r\n\r\n<p>html\r\n--inner--\r\n"
        + "--outer\r\nContent-Type: message/rfc822\r\n\r\nSubject: within\r\n\r\nbody\r\n-\r\n--not\r\n\r\n--outer--\r\nepilogue\r\n";

    [Test]
    public void Parts_are_ranges_of_the_message()
    {
        MimeIndex index = Read(Nested);

        Assert.That(index.Parts.Select(p => $"{p.Depth} {p.MediaType}"), Is.EqualTo(new[]
        {
            "0 multipart/mixed", "1 multipart/alternative", "2 text/plain", "2 text/html", "1 message/rfc822", "2 text/plain",
        }));
        Assert.That(Body(Nested, index.Parts[2]), Is.EqualTo("plain"));
        Assert.That(Body(Nested, index.Parts[3]), Is.EqualTo("<p>html"));
        Assert.That(Body(Nested, index.Parts[5]), Is.EqualTo("body\r\n-\r\n--not\r\n"));
        Assert.That(index.Flags, Is.EqualTo(MimeFlags.None));
        Assert.That(index.Headers.BodyOffset, Is.EqualTo(index.Parts[0].BodyOffset));
        Assert.That(index.Length, Is.EqualTo(Nested.Length));
    }

    [Test]
    public void Every_split_in_two_gives_the_same_index([Values] bool bareLineFeeds)
    {
        byte[] message = Encoding.Latin1.GetBytes(bareLineFeeds ? Nested.Replace("\r\n", "\n", StringComparison.Ordinal) : Nested);
        string whole = Describe(MimeIndex.Read(message));
        for (int split = 0; split <= message.Length; split++)
        {
            MimeIndexer indexer = new();
            indexer.Append(message.AsSpan(0, split));
            indexer.Append(message.AsSpan(split));
            Assert.That(Describe(indexer.Complete()), Is.EqualTo(whole), $"split at {split}");
        }
    }

    [Test]
    public void Octet_by_octet_gives_the_same_index_for_every_sample()
    {
        if (Repository.ConformanceFile("mime") is not { } folder)
        {
            Assert.Ignore("no conformance material");
            return;
        }

        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => f.EndsWith(".eml", StringComparison.Ordinal) || f.EndsWith(".txt", StringComparison.Ordinal)))
        {
            byte[] message = File.ReadAllBytes(file);
            string whole = Describe(MimeIndex.Read(message));
            foreach (int size in (int[])[1, 2, 3, 7, 64, 1000])
            {
                MimeIndexer indexer = new();
                for (int at = 0; at < message.Length; at += size)
                {
                    indexer.Append(message.AsSpan(at, Math.Min(size, message.Length - at)));
                }

                Assert.That(Describe(indexer.Complete()), Is.EqualTo(whole), $"{file} in pieces of {size}");
            }
        }
    }

    [TestCase(3, MimeFlags.None)]
    [TestCase(4, MimeFlags.TooDeep)]
    public void Nesting_up_to_the_limit_is_read_and_beyond_it_is_a_leaf(int multiparts, MimeFlags expected)
    {
        StringBuilder message = new("MIME-Version: 1.0\r\n");
        for (int i = 0; i < multiparts; i++)
        {
            message.Append($"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n");
        }

        MimeIndex index = Read(message + "\r\ntext", new MimeLimits { Depth = 3 });
        Assert.That(index.Flags & MimeFlags.TooDeep, Is.EqualTo(expected));
        Assert.That(index.Parts, Has.Count.EqualTo(4));
        Assert.That(index.Parts[^1].BodyEnd, Is.EqualTo(index.Length));
    }

    [TestCase(9, MimeFlags.None)]
    [TestCase(10, MimeFlags.TooManyParts)]
    public void Parts_up_to_the_limit_are_kept_and_the_last_holds_the_rest(int children, MimeFlags expected)
    {
        string message = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(Enumerable.Repeat("--b\r\n\r\ntext\r\n", children)) + "--b--\r\n";
        MimeIndex index = Read(message, new MimeLimits { Parts = 10 });
        Assert.That(index.Flags & MimeFlags.TooManyParts, Is.EqualTo(expected));
        Assert.That(index.Parts, Has.Count.EqualTo(10));
    }

    [TestCase(100, MimeFlags.None)]
    [TestCase(101, MimeFlags.HeaderTooLarge)]
    public void Header_octets_up_to_the_limit_are_kept(int octets, MimeFlags expected)
    {
        string header = "Subject: " + new string('x', octets - 11) + "\r\n";
        foreach (int split in (int[])[0, 5, 50, header.Length])
        {
            MimeIndexer indexer = new(new MimeLimits { HeaderBytes = 100 });
            byte[] message = Encoding.Latin1.GetBytes(header + "\r\nbody");
            indexer.Append(message.AsSpan(0, split));
            indexer.Append(message.AsSpan(split));
            MimeIndex index = indexer.Complete();
            Assert.That(index.Flags & MimeFlags.HeaderTooLarge, Is.EqualTo(expected));
            Assert.That(index.Parts[0].BodyLength, Is.EqualTo(4));
            Assert.That(index.Headers.Raw.Length, Is.LessThanOrEqualTo(100));
        }
    }

    [TestCase(20, MimeFlags.None)]
    [TestCase(21, MimeFlags.TooManyHeaderFields)]
    public void Header_fields_up_to_the_limit_are_read(int fields, MimeFlags expected)
    {
        MimeIndex index = Read(string.Concat(Enumerable.Repeat("X: y\r\n", fields)) + "\r\n", new MimeLimits { HeaderFields = 20 });
        Assert.That(index.Flags & MimeFlags.TooManyHeaderFields, Is.EqualTo(expected));
        Assert.That(index.Headers.Fields, Has.Count.EqualTo(20));
    }

    [TestCase(5, MimeFlags.None)]
    [TestCase(6, MimeFlags.TooManyParameters)]
    public void Parameters_up_to_the_limit_are_read(int parameters, MimeFlags expected)
    {
        MimeIndex index = Read("MIME-Version: 1.0\r\nContent-Type: text/plain" + string.Concat(Enumerable.Range(0, parameters).Select(i => $"; p{i}=x")) + "\r\n\r\n", new MimeLimits { Parameters = 5 });
        Assert.That(index.Flags & MimeFlags.TooManyParameters, Is.EqualTo(expected));
    }

    [Test]
    public void Parts_beyond_the_limit_cost_no_memory()
    {
        byte[] message = Encoding.ASCII.GetBytes("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(Enumerable.Repeat("--b\n\nx\n--c\n", 200_000)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        MimeIndex index = MimeIndex.Read(message);
        Assert.That(index.Flags & MimeFlags.TooManyParts, Is.EqualTo(MimeFlags.TooManyParts));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(2_000_000));
    }

    [Test]
    public void A_large_message_costs_little_memory()
    {
        byte[] line = Encoding.ASCII.GetBytes(new string('A', 76) + "\r\n");
        byte[] piece = new byte[line.Length * 800];
        for (int at = 0; at < piece.Length; at += line.Length)
        {
            line.CopyTo(piece, at);
        }

        MimeIndexer indexer = new();
        long before = GC.GetAllocatedBytesForCurrentThread();
        indexer.Append("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"u8);
        for (int i = 0; i < 50; i++)
        {
            indexer.Append("--b\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"u8);
            for (int k = 0; k < 16; k++)
            {
                indexer.Append(piece);
            }
        }

        MimeIndex index = indexer.Complete();
        Assert.That(index.Length, Is.GreaterThan(49_000_000));
        Assert.That(index.Parts, Has.Count.EqualTo(51));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(300_000));
    }

    [Test]
    public void Empty_input_is_a_message_without_fields()
    {
        MimeIndex index = Read("");
        Assert.That(index.Parts, Has.Count.EqualTo(1));
        Assert.That(index.Headers.Fields, Is.Empty);
        Assert.That(index.Parts[0].MediaType, Is.EqualTo("text/plain"));
    }

    [Test]
    public void Mutated_samples_keep_their_ranges_within_the_message()
    {
        Random random = new(20260101);
        byte[] seed = Encoding.Latin1.GetBytes(Nested);
        for (int round = 0; round < 5000; round++)
        {
            byte[] message = MutationFuzzer.Mutate(seed, random);
            MimeIndex index = MimeIndex.Read(message);
            foreach (MimePart part in index.Parts)
            {
                Assert.That(part.HeaderOffset, Is.InRange(0, part.BodyOffset), $"round {round}");
                Assert.That(part.BodyOffset, Is.InRange(part.HeaderOffset, part.BodyEnd), $"round {round}");
                Assert.That(part.BodyEnd, Is.LessThanOrEqualTo(message.Length), $"round {round}");
            }
        }
    }

    private static MimeIndex Read(string message, MimeLimits? limits = null) => MimeIndex.Read(Encoding.Latin1.GetBytes(message), limits);

    private static string Body(string message, MimePart part) => message[(int)part.BodyOffset..(int)part.BodyEnd];

    private static string Describe(MimeIndex index) =>
        $"{index.Flags} {index.Headers.Fields.Count} {index.Headers.BodyOffset}\n"
        + string.Join('\n', index.Parts.Select(p => $"{p.Ordinal} {p.Parent?.Ordinal} {p.HeaderOffset} {p.BodyOffset} {p.BodyEnd} {p.MediaType} {p.Encoding} {p.Flags}"));
}
