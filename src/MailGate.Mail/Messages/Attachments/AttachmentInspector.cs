using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>Looks into one attachment and into what is in it, level by level, without recursion and within <see cref="AttachmentLimits"/>.</summary>
internal static class AttachmentInspector
{
    public static Inspection Inspect(IMessageBytes content, FileKind kind, AttachmentLimits limits, InspectionBudget budget)
    {
        Inspection inspection = new(limits, budget);
        InspectOne(inspection, content, kind, depth: 0);
        while (inspection.TryDequeue(out Inspection.Pending pending))
        {
            if (!inspection.HasRoom)
            {
                inspection.Add(AttachmentFlags.Truncated);
                break;
            }

            InspectOne(inspection, pending.Content, pending.Kind, pending.Depth);
        }

        return inspection;
    }

    private static void InspectOne(Inspection inspection, IMessageBytes content, FileKind kind, int depth)
    {
        switch (kind)
        {
            case FileKind.Zip or FileKind.OfficeOpenXml or FileKind.OpenDocument or FileKind.JavaArchive:
                new ZipLister(inspection, content, depth).List();
                break;
            case FileKind.Tar:
                TarLister.List(inspection, content, depth);
                break;
            case FileKind.Gzip:
                GzipLister.List(inspection, content, depth);
                break;
            case FileKind.Rar:
                RarLister.List(inspection, content, depth);
                break;
            case FileKind.SevenZip:
                new SevenZipLister(inspection, depth).List(content);
                break;
            case FileKind.Iso:
                inspection.Add(AttachmentFlags.DiskImage);
                IsoLister.List(inspection, content, depth);
                break;
            case FileKind.DiskImage:
                inspection.Add(AttachmentFlags.DiskImage | AttachmentFlags.UnreadableList);
                break;
            case FileKind.Tnef:
                new TnefLister(inspection, content, depth).List();
                break;
            case FileKind.Ole:
                OleInspector.Inspect(inspection, content);
                break;
            case FileKind.Rtf:
                RtfInspector.Inspect(inspection, content);
                break;
            case FileKind.Pdf:
                new PdfInspector(inspection).Inspect(content);
                break;
            case FileKind.Bzip2 or FileKind.Xz or FileKind.Zstandard or FileKind.Cabinet or FileKind.Arj or FileKind.Lzh or FileKind.Ace or FileKind.Xar:
                inspection.Add(AttachmentFlags.UnreadableList);
                break;
            case FileKind.Executable:
                InspectProgram(inspection, content, depth);
                break;
            default:
                inspection.Add(FileKinds.IsExecutable(kind) ? AttachmentFlags.Executable : 0);
                break;
        }
    }

    // A self-extracting archive is a program with an archive behind it.
    private static void InspectProgram(Inspection inspection, IMessageBytes content, int depth)
    {
        inspection.Add(AttachmentFlags.Executable);
        ReadOnlySpan<byte> tail = content.ReadUpTo(Math.Max(0, content.Length - 1024), 1024);
        if (tail.LastIndexOf("PK\x05\x06"u8) >= 0)
        {
            new ZipLister(inspection, content, depth).List();
        }
    }
}
