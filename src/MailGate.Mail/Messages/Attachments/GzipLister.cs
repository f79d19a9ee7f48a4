using MailGate.Mail.Messages.Decoding;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>Looks into a gzip file (RFC 1952): the one file in it, by the name in its header.</summary>
internal static class GzipLister
{
    private const int MaxName = 1024;

    public static void List(Inspection inspection, IMessageBytes content, int depth)
    {
        byte[] inner = Inflating.Gzip(inspection, content, inspection.Limits.MemberBytes);
        FileKind kind = inner.Length > 0 ? FileKinds.Detect(inner.AsSpan(0, Math.Min(inner.Length, FileKinds.HeadLength))) : FileKind.Unknown;
        bool whole = inner.Length < inspection.Limits.MemberBytes;
        if (!whole && inner.Length / Math.Max(1, content.Length) > 150)
        {
            inspection.Add(AttachmentFlags.Bomb);
        }

        inspection.Add(new ArchiveEntry(Name(content) ?? "", whole ? inner.Length : -1, content.Length, depth, IsEncrypted: false, kind));
        if (FileKinds.IsArchive(kind) || kind is FileKind.Pdf or FileKind.Ole)
        {
            inspection.Enqueue(new MemoryMessageBytes(inner), kind, depth + 1);
        }
    }

    private static string? Name(IMessageBytes content)
    {
        ReadOnlySpan<byte> head = content.ReadUpTo(0, MaxName + 20);
        if (head.Length < 12 || (head[3] & 8) == 0)
        {
            return null;
        }

        int start = 10;
        if ((head[3] & 4) != 0)
        {
            start += 2 + head.U16(10);
        }

        ReadOnlySpan<byte> name = head[Math.Min(start, head.Length)..];
        int end = name.IndexOf((byte)0);
        return end <= 0 ? null : Charsets.Decode(name[..end], "", out _);
    }
}
