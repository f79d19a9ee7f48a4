using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>Facts about Office 97-2003 documents, messages and installers by the names in their compound file.</summary>
internal static class OleInspector
{
    private const int HeadLength = 64 * 1024;
    private const int MaxStreams = 4;

    private static readonly Guid WindowsInstaller = new("000c1084-0000-0000-c000-000000000046");
    private static readonly Guid EquationEditor = new("0002ce02-0000-0000-c000-000000000046");

    public static void Inspect(Inspection inspection, IMessageBytes content)
    {
        if (CompoundFile.Open(content) is not { } file)
        {
            inspection.Add(AttachmentFlags.Malformed);
            return;
        }

        int streams = 0;
        foreach (CompoundEntry entry in file.Entries)
        {
            inspection.Add(entry.Name switch
            {
                "VBA" or "_VBA_PROJECT" or "_VBA_PROJECT_CUR" or "Macros" or "PROJECTwm" => AttachmentFlags.Macros,
                "EncryptedPackage" or "EncryptionInfo" or "\u0006DataSpaces" => AttachmentFlags.Encrypted,
                "\u0001Ole10Native" or "ObjectPool" or "Package" or "\u0001Ole10ItemName" or "Equation Native" => AttachmentFlags.EmbeddedObject,
                _ => entry.Name.StartsWith("MBD", StringComparison.Ordinal) && entry.Type == 1 ? AttachmentFlags.EmbeddedObject : 0,
            });
            inspection.Add(entry.ClassId == WindowsInstaller ? AttachmentFlags.Executable : entry.ClassId == EquationEditor ? AttachmentFlags.EmbeddedObject : 0);
            if (entry is { Type: 2, Name: "Workbook" or "Book" } && streams++ < MaxStreams)
            {
                InspectWorkbook(inspection, file.ReadHead(entry, HeadLength));
            }
            else if (entry is { Type: 2, Name: "WordDocument" } && streams++ < MaxStreams && file.ReadHead(entry, 12) is { Length: 12 } fib)
            {
                // MS-DOC §2.5.2: fEncrypted.
                inspection.Add((fib[11] & 1) != 0 ? AttachmentFlags.Encrypted : 0);
            }
        }
    }

    // MS-XLS: records of type and length; FilePass means encrypted, BoundSheet8 of type 1 is a macro sheet.
    private static void InspectWorkbook(Inspection inspection, ReadOnlySpan<byte> records)
    {
        while (records.Length >= 4)
        {
            int type = records.U16(0);
            int length = Math.Min(records.U16(2), records.Length - 4);
            ReadOnlySpan<byte> data = records.Slice(4, length);
            inspection.Add(type switch
            {
                0x2F => AttachmentFlags.Encrypted,
                0x85 when data.Length > 5 && data[5] == 1 => AttachmentFlags.Macros,
                _ => 0,
            });
            if (type == 0x0A)
            {
                return;
            }

            records = records[(4 + length)..];
        }
    }
}
