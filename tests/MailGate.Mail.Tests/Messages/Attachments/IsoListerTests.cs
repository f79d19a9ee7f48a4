using System.Buffers.Binary;
using System.Text;
using MailGate.Mail.Messages.Attachments;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages.Attachments;

internal sealed class IsoListerTests
{
    private const int Sector = 2048;

    [Test]
    public void Files_of_folders_are_listed()
    {
        byte[] image = Image(joliet: false);
        Attachment attachment = AttachmentTests.Attach(image, "a.iso");
        Assert.That(attachment.Entries.Select(e => $"{e.Name} {e.Size} {e.Kind}"), Is.EqualTo(new[] { "README.TXT 5 Text", "SUB/EVIL.EXE 64 Executable" }));
        Assert.That(attachment.Flags, Is.EqualTo(AttachmentFlags.DiskImage | AttachmentFlags.Executable));
    }

    [Test]
    public void Joliet_names_win() =>
        Assert.That(AttachmentTests.Attach(Image(joliet: true), "a.iso").Entries.Select(e => e.Name), Is.EqualTo(new[] { "README.TXT", "SUB/EVIL.EXE" }));

    [Test]
    public void Folders_that_contain_themselves_end()
    {
        byte[] image = Image(joliet: false);
        // The sub-folder's record points back at the root.
        int record = image.AsSpan(20 * Sector, Sector).IndexOf("SUB"u8) + (20 * Sector) - 33;
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(record + 2), 20);
        Assert.That(AttachmentTests.Attach(image, "a.iso").Entries, Has.Count.EqualTo(1));
    }

    // Sector 16 descriptor, 17 Joliet or end, 20 root folder, 21 sub-folder, 22 and 23 files.
    private static byte[] Image(bool joliet)
    {
        byte[] image = new byte[24 * Sector];
        Descriptor(image, 16, 1);
        Descriptor(image, 17, (byte)(joliet ? 2 : 255));
        if (joliet)
        {
            "%/E"u8.CopyTo(image.AsSpan((17 * Sector) + 88));
        }

        Encoding names = joliet ? Encoding.BigEndianUnicode : Encoding.ASCII;
        int at = 20 * Sector;
        at += Record(image, at, 20, Sector, isFolder: true, [0]);
        at += Record(image, at, 22, 5, isFolder: false, names.GetBytes("README.TXT;1"));
        Record(image, at, 21, Sector, isFolder: true, names.GetBytes("SUB"));
        Record(image, 21 * Sector, 23, 64, isFolder: false, names.GetBytes("EVIL.EXE;1"));
        "hello"u8.CopyTo(image.AsSpan(22 * Sector));
        "MZ\x90\0"u8.CopyTo(image.AsSpan(23 * Sector));
        return image;
    }

    private static void Descriptor(byte[] image, int sector, byte type)
    {
        image[sector * Sector] = type;
        "CD001"u8.CopyTo(image.AsSpan((sector * Sector) + 1));
        Record(image, (sector * Sector) + 156, 20, Sector, isFolder: true, [0]);
    }

    private static int Record(byte[] image, int at, uint sector, uint length, bool isFolder, byte[] name)
    {
        int size = 33 + name.Length + ((33 + name.Length) % 2);
        image[at] = (byte)size;
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at + 2), sector);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at + 10), length);
        image[at + 25] = (byte)(isFolder ? 2 : 0);
        image[at + 32] = (byte)name.Length;
        name.CopyTo(image.AsSpan(at + 33));
        return size;
    }
}
