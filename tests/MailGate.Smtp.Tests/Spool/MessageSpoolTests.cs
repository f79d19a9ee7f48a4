using MailGate.Smtp.Spool;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Spool;

internal sealed class MessageSpoolTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(16 * 1024)]
    [TestCase(16 * 1024 + 1)]
    [TestCase(300_000)]
    public async Task What_goes_in_comes_out_in_memory_and_from_the_file(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        foreach (long inMemory in new[] { long.MaxValue, 1000 })
        {
            SpoolBudget budget = new(long.MaxValue, inMemory, long.MaxValue, Path.GetTempPath());
            using MessageSpool spool = new(budget);
            foreach (byte[] piece in content.Chunk(7000))
            {
                spool.Append(piece);
                if (spool.NeedsFlush)
                {
                    await spool.FlushAsync(CancellationToken.None);
                }
            }

            Assert.That(spool.IsOnDisk, Is.EqualTo(inMemory < length), "the bound decides where the message is");
            for (int reading = 0; reading < 2; reading++)
            {
                MemoryStream copy = new();
                await foreach (ReadOnlyMemory<byte> block in spool.ReadBlocksAsync(CancellationToken.None))
                {
                    copy.Write(block.Span);
                }

                Assert.That(copy.ToArray(), Is.EqualTo(content));
            }

            byte[] part = new byte[5000];
            int offset = length / 3;
            int read = spool.Read(offset, part);
            Assert.That(part.AsSpan(0, read).SequenceEqual(content.AsSpan(offset, Math.Min(5000, length - offset))));
            spool.Dispose();
            Assert.That(budget.UsedOctets, Is.Zero, "all memory goes back");
        }
    }

    [Test]
    public void Memory_of_all_messages_is_bounded()
    {
        SpoolBudget budget = new(totalOctets: 100_000, messageOctets: long.MaxValue, long.MaxValue, Path.GetTempPath());
        using MessageSpool first = new(budget);
        using MessageSpool second = new(budget);
        first.Append(new byte[90_000]);
        second.Append(new byte[20_000]);
        Assert.That(second.NeedsFlush, Is.True);
    }

    [TestCase(10_000)]
    [TestCase(50_000)]
    public void Hundreds_of_messages_at_once_use_the_memory_of_those_before_them(int length)
    {
        SpoolBudget budget = new(long.MaxValue, long.MaxValue, long.MaxValue, Path.GetTempPath());
        byte[] content = new byte[length];
        Hold(300);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Hold(300);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(300 * 1000));

        void Hold(int count)
        {
            MessageSpool[] spools = [.. Enumerable.Range(0, count).Select(_ => new MessageSpool(budget))];
            Array.ForEach(spools, spool => spool.Append(content));
            Array.ForEach(spools, spool => spool.Dispose());
        }
    }

    [Test]
    public async Task Disk_of_all_messages_is_bounded_and_given_back()
    {
        SpoolBudget budget = new(long.MaxValue, 10, diskOctets: 150, Path.GetTempPath());
        using MessageSpool first = new(budget);
        first.Append(new byte[100]);
        await first.FlushAsync(CancellationToken.None);
        using MessageSpool second = new(budget);
        second.Append(new byte[100]);
        Assert.That(async () => await second.FlushAsync(CancellationToken.None), Throws.InstanceOf<IOException>());
        first.Dispose();
        second.Dispose();
        Assert.That(budget.UsedDiskOctets, Is.Zero);
    }

    [Test]
    public void Folder_that_cannot_be_written_is_an_io_error()
    {
        SpoolBudget budget = new(long.MaxValue, 10, long.MaxValue, Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "missing"));
        using MessageSpool spool = new(budget);
        spool.Append(new byte[100]);
        Assert.That(async () => await spool.FlushAsync(CancellationToken.None), Throws.InstanceOf<IOException>());
        Assert.That(spool.Length, Is.EqualTo(100));
    }
}
