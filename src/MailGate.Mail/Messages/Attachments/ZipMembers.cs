using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>What a ZIP file holds, as far as it is looked into: kinds by their first octets, what Office documents say of themselves, and archives in the archive.</summary>
internal sealed class ZipMembers(Inspection inspection, IMessageBytes content, int depth)
{
    private const int MaxHeads = 64;
    private const int HeadLength = 1024;
    private const int BombRatio = 150;
    private const long BombSize = 20 * 1024 * 1024;
    private const int MaxRelationships = 64 * 1024;

    private int _heads;
    private long _declared;

    /// <summary>Sizes are what the archive says of itself: a bomb is known by them before anything is inflated.</summary>
    public void Weigh(long size, long packed)
    {
        _declared += Math.Max(0, size);
        bool huge = size > BombSize && packed >= 0 && size / Math.Max(1, packed) > BombRatio;
        if (huge || (_declared > 64 * BombSize && _declared / Math.Max(1, content.Length) > BombRatio))
        {
            inspection.Add(AttachmentFlags.Bomb);
        }
    }

    /// <summary>Lists a member, and queues what is in it; false when there is no room for more.</summary>
    /// <param name="dataStart">Where its octets begin; negative where nobody knows.</param>
    public bool Add(string name, long size, long packed, bool encrypted, ushort method, long dataStart)
    {
        bool isFolder = name.EndsWith('/');
        FileKind kind = FileKind.Unknown;
        byte[] head = [];
        if (!isFolder && !encrypted && dataStart >= 0 && packed > 0 && _heads++ < MaxHeads)
        {
            head = ReadMember(dataStart, packed, method, HeadLength);
            kind = head.Length > 0 ? FileKinds.Detect(head) : FileKind.Unknown;
        }

        if (name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase) && dataStart >= 0 && size < MaxRelationships)
        {
            OfficeDocuments.ReadRelationships(inspection, ReadMember(dataStart, packed, method, MaxRelationships));
        }

        if (name == "[Content_Types].xml" && dataStart >= 0 && size < MaxRelationships)
        {
            OfficeDocuments.ReadContentTypes(inspection, ReadMember(dataStart, packed, method, MaxRelationships));
        }

        OfficeDocuments.JudgeName(inspection, name);
        if (kind is FileKind.Pdf or FileKind.Ole || (FileKinds.IsArchive(kind) && kind is not FileKind.Iso and not FileKind.DiskImage))
        {
            Open(dataStart, packed, method, size, kind);
        }

        return inspection.Add(new ArchiveEntry(name, size, packed, depth, encrypted, kind));
    }

    private void Open(long dataStart, long packed, ushort method, long size, FileKind kind)
    {
        if (method == 0)
        {
            inspection.Enqueue(new MessageRange(content, dataStart, packed), kind, depth + 1);
            return;
        }

        if (depth + 1 > inspection.Limits.Depth || size > inspection.Limits.MemberBytes)
        {
            inspection.Add((FileKinds.IsArchive(kind) ? AttachmentFlags.NestedArchive : 0) | AttachmentFlags.Bomb);
            return;
        }

        inspection.Enqueue(new MemoryMessageBytes(ReadMember(dataStart, packed, method, inspection.Limits.MemberBytes)), kind, depth + 1);
    }

    private byte[] ReadMember(long dataStart, long packed, ushort method, int limit) => method switch
    {
        0 => content.ReadUpTo(dataStart, (int)Math.Min(packed, limit)),
        8 => Inflating.Deflate(inspection, content, dataStart, packed, limit),
        _ => [],
    };
}
