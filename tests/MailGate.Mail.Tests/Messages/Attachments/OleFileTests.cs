using System.Buffers.Binary;
using System.Text;
using MailGate.Mail.Messages.Attachments;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages.Attachments;

internal sealed class OleFileTests
{
    [TestCase("VBA", AttachmentFlags.Macros)]
    [TestCase("_VBA_PROJECT_CUR", AttachmentFlags.Macros)]
    [TestCase("EncryptedPackage", AttachmentFlags.Encrypted)]
    [TestCase("\u0001Ole10Native", AttachmentFlags.EmbeddedObject)]
    [TestCase("ObjectPool", AttachmentFlags.EmbeddedObject)]
    [TestCase("WordDocument", AttachmentFlags.None)]
    public void Compound_files_tell_what_they_hold_by_their_names(string stream, AttachmentFlags expected)
    {
        Attachment attachment = AttachmentTests.Attach(Build("Root Entry", stream), "a.doc");
        Assert.That(attachment.Kind, Is.EqualTo(FileKind.Ole));
        Assert.That(attachment.Flags, Is.EqualTo(expected));
    }

    [Test]
    public void A_workbook_with_a_macro_sheet_has_macros()
    {
        // BOF, then a BoundSheet8 record of type 1, in the sector after the directory.
        byte[] file = Build("Root Entry", "Workbook");
        byte[] records = [0x09, 0x08, 2, 0, 0, 6, 0x85, 0, 6, 0, 0, 0, 0, 0, 0, 1, 0x0A, 0, 0, 0];
        records.CopyTo(file, 512 * 3);
        Assert.That(AttachmentTests.Attach(file, "a.xls").Flags, Is.EqualTo(AttachmentFlags.Macros));
    }

    [Test]
    public void A_chain_that_leads_in_a_circle_ends()
    {
        byte[] file = Build("Root Entry", "VBA");
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(512 + 4), 1);
        Assert.That(AttachmentTests.Attach(file, "a.doc").Flags, Is.EqualTo(AttachmentFlags.Macros));
    }

    /// <summary>Sector 0 is the allocation table, 1 the directory, 2 the data of the last entry.</summary>
    internal static byte[] Build(params string[] names)
    {
        byte[] file = new byte[512 * 4];
        Span<byte> header = file;
        ((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).CopyTo(header);
        header[30] = 9;
        BinaryPrimitives.WriteUInt32LittleEndian(header[44..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(header[48..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(header[68..], 0xFFFFFFFE);
        header[76..512].Fill(0xFF);
        BinaryPrimitives.WriteUInt32LittleEndian(header[76..], 0);
        Span<byte> table = file.AsSpan(512, 512);
        table.Fill(0xFF);
        BinaryPrimitives.WriteUInt32LittleEndian(table[4..], 0xFFFFFFFE);
        BinaryPrimitives.WriteUInt32LittleEndian(table[8..], 0xFFFFFFFE);
        for (int i = 0; i < names.Length; i++)
        {
            Span<byte> entry = file.AsSpan(1024 + (128 * i), 128);
            byte[] name = Encoding.Unicode.GetBytes(names[i]);
            name.CopyTo(entry);
            entry[64] = (byte)(name.Length + 2);
            entry[66] = (byte)(i == 0 ? 5 : 2);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[116..], 2);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[120..], 512);
        }

        return file;
    }
}
