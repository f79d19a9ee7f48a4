using System.Text;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>Lists an ISO 9660 image (ECMA-119), by its Joliet names where it has them.</summary>
internal static class IsoLister
{
    private const int Sector = 2048;
    private const int FirstDescriptor = 16;
    private const int MaxDescriptors = 16;
    private const int MaxFolders = 64;
    private const int MaxFolderOctets = 256 * 1024;

    public static void List(Inspection inspection, IMessageBytes content, int depth)
    {
        byte[]? root = null;
        bool joliet = false;
        for (int i = 0; i < MaxDescriptors && content.ReadExactly((FirstDescriptor + i) * (long)Sector, Sector) is { } descriptor && descriptor.AsSpan(1, 5).SequenceEqual("CD001"u8); i++)
        {
            bool isJoliet = descriptor[0] == 2 && descriptor[88] == (byte)'%' && descriptor[89] == (byte)'/';
            if (descriptor[0] == 1 && root is null || isJoliet)
            {
                root = descriptor.AsSpan(156, 34).ToArray();
                joliet = isJoliet;
            }

            if (descriptor[0] == 255)
            {
                break;
            }
        }

        if (root is null)
        {
            // UDF alone: recognised, not listed.
            inspection.Add(AttachmentFlags.UnreadableList);
            return;
        }

        Queue<(long Start, long Length, string Path)> folders = new([(Start(root), Length(root), "")]);
        HashSet<long> seen = [];
        while (folders.TryDequeue(out (long Start, long Length, string Path) folder) && seen.Count < MaxFolders)
        {
            if (seen.Add(folder.Start) && !ListFolder(inspection, content, folder, joliet, depth, folders))
            {
                return;
            }
        }
    }

    private static bool ListFolder(
        Inspection inspection, IMessageBytes content, (long Start, long Length, string Path) folder, bool joliet, int depth, Queue<(long Start, long Length, string Path)> folders)
    {
        ReadOnlySpan<byte> records = content.ReadUpTo(folder.Start, (int)Math.Min(folder.Length, MaxFolderOctets));
        int at = 0;
        while (at < records.Length)
        {
            int length = records[at];
            if (length < 34 || at + length > records.Length)
            {
                // Records do not cross sectors.
                at = length == 0 ? (at / Sector * Sector) + Sector : records.Length;
                continue;
            }

            ReadOnlySpan<byte> record = records.Slice(at, length);
            at += length;
            int nameLength = Math.Min(record[32], length - 33);
            ReadOnlySpan<byte> name = record.Slice(33, nameLength);
            if (name.Length == 1 && name[0] <= 1)
            {
                continue;
            }

            string text = folder.Path + (joliet ? Encoding.BigEndianUnicode : Encoding.Latin1).GetString(name);
            text = text.IndexOf(';', StringComparison.Ordinal) is var version and > 0 ? text[..version] : text;
            if ((record[25] & 2) != 0)
            {
                folders.Enqueue((Start(record), Length(record), text + "/"));
                continue;
            }

            FileKind kind = FileKinds.Detect(content.ReadUpTo(Start(record), (int)Math.Min(Length(record), 1024)));
            if (!inspection.Add(new ArchiveEntry(text, Length(record), Length(record), depth, IsEncrypted: false, kind)))
            {
                return false;
            }
        }

        return true;
    }

    private static long Start(ReadOnlySpan<byte> record) => (long)record.U32(2) * Sector;

    private static long Length(ReadOnlySpan<byte> record) => record.U32(10);
}
