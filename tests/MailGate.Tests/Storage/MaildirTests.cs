using System.Text;
using MailGate.Storage;
using NUnit.Framework;

namespace MailGate.Tests.Storage;

internal sealed class MaildirTests
{
    private string _root = "";

    [SetUp]
    public void SetUp() => _root = Path.Combine(Directory.CreateTempSubdirectory("mailgate-maildir-").FullName, "captured");

    [TearDown]
    public void TearDown() => Directory.Delete(Path.GetDirectoryName(_root)!, recursive: true);

    [Test]
    public async Task A_message_is_in_new_byte_for_byte_and_nothing_is_left_in_tmp()
    {
        string file = await new Maildir(_root, TimeProvider.System).StoreAsync("ABC/../123", Blocks("Subject: x\r\n", "\r\nbody\r\n"), CancellationToken.None);

        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo("Subject: x\r\n\r\nbody\r\n"));
        Assert.That(Path.GetDirectoryName(file), Is.EqualTo(Path.Combine(_root, "new")));
        Assert.That(Path.GetFileName(file), Does.Match(@"^\d+\.P\d+Q1_ABC123\.[^/:]+$"));
        Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(_root, "tmp")), Is.Empty);
    }

    [Test]
    public async Task Messages_with_the_same_id_do_not_meet()
    {
        var maildir = new Maildir(_root, TimeProvider.System);
        string[] files = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => maildir.StoreAsync("A", Blocks($"{i}"), CancellationToken.None)));

        Assert.That(files, Is.Unique);
        Assert.That(Directory.EnumerateFiles(Path.Combine(_root, "new")).Count(), Is.EqualTo(20));
    }

    [Test]
    public void A_message_that_breaks_off_leaves_nothing()
    {
        Assert.That(() => new Maildir(_root, TimeProvider.System).StoreAsync("A", BrokenOff(), CancellationToken.None), Throws.TypeOf<IOException>());
        Assert.That(Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories), Is.Empty);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Blocks(params string[] blocks)
    {
        foreach (string block in blocks)
        {
            await Task.Yield();
            yield return Encoding.ASCII.GetBytes(block);
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> BrokenOff()
    {
        await Task.Yield();
        yield return new byte[10];
        throw new IOException("the spool is gone");
    }
}
