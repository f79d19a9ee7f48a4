using System.Buffers;
using System.Text;
using MailGate.Mail.Messages.Decoding;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>
/// Lists a ZIP file (APPNOTE 6.3): by its central directory, compared with the local headers, and with what neither mentions. Readers differ in which
/// of them they believe, so a file that any of them would show is listed.
/// </summary>
internal sealed class ZipLister(Inspection inspection, IMessageBytes content, int depth)
{
    private const int CentralHeaderLength = 46;
    private const int LocalHeaderLength = 30;
    private const int WindowLength = 16 * 1024;
    private const int MaxLooks = 20_000;
    private const uint LocalSignature = 0x04034B50;

    private readonly ZipMembers _members = new(inspection, content, depth);
    private readonly List<(long Start, long End)> _taken = [];
    private int _looks;

    public void List()
    {
        if (ZipEndRecord.Find(inspection, content) is not { } record)
        {
            inspection.Add(AttachmentFlags.Malformed);
            ListLocalHeaders(0, content.Length);
            return;
        }

        // Data may stand before the archive (self-extracting files): offsets then count from where it begins.
        long position = record.Directory;
        long listed = 0;
        while (position >= 0 && position < record.Position && content.ReadExactly(position, CentralHeaderLength) is { } header && ((ReadOnlySpan<byte>)header).U32(0) == ZipEndRecord.CentralSignature)
        {
            if (!ListEntry(header, position, record.Shift, out long next))
            {
                break;
            }

            listed++;
            position = next;
        }

        if (listed != record.Records && inspection.HasRoom)
        {
            inspection.Add(AttachmentFlags.Inconsistent);
        }

        // An end record that lists nothing may be made up: then everything before it is looked at.
        FindUnlisted(listed == 0 ? record.Position : Math.Min(record.Directory, record.Position));
    }

    private bool ListEntry(ReadOnlySpan<byte> header, long position, long shift, out long next)
    {
        int nameLength = header.U16(28), extraLength = header.U16(30), commentLength = header.U16(32);
        next = position + CentralHeaderLength + nameLength + extraLength + commentLength;
        ushort flags = header.U16(8);
        ushort method = header.U16(10);
        long packed = header.U32(20), size = header.U32(24), offset = header.U32(42);
        byte[] name = content.ReadUpTo(position + CentralHeaderLength, nameLength);
        byte[] extra = content.ReadUpTo(position + CentralHeaderLength + nameLength, extraLength);
        Zip64.Read(extra, ref size, ref packed, ref offset);
        string text = Name(name, flags);
        AddOtherName(extra, text, size, packed, flags);

        long dataStart = CompareLocal(offset + shift, name, flags, method);
        if (dataStart >= 0 && packed >= 0)
        {
            Take(offset + shift, dataStart + packed);
        }

        _members.Weigh(size, packed);
        return _members.Add(text, size, packed, (flags & 1) != 0, method, dataStart);
    }

    // Info-ZIP's Unicode path (APPNOTE §4.6.9): the name that readers show which know it.
    private void AddOtherName(ReadOnlySpan<byte> extra, string name, long size, long packed, ushort flags)
    {
        while (extra.Length >= 4)
        {
            int length = Math.Min(extra.U16(2), extra.Length - 4);
            if (extra.U16(0) == 0x7075 && length > 5)
            {
                string other = Encoding.UTF8.GetString(extra.Slice(9, length - 5)).Replace('\\', '/');
                if (other != name)
                {
                    inspection.Add(Ascii.IsValid(name) ? AttachmentFlags.Inconsistent : 0);
                    inspection.Add(new ArchiveEntry(other, size, packed, depth, (flags & 1) != 0, FileKind.Unknown));
                }

                return;
            }

            extra = extra[(4 + length)..];
        }
    }

    // Where the data begins, or -1. What the local header says otherwise is listed, too.
    private long CompareLocal(long offset, byte[] name, ushort flags, ushort method)
    {
        if (content.ReadExactly(offset, LocalHeaderLength) is not { } octets || ((ReadOnlySpan<byte>)octets).U32(0) != LocalSignature)
        {
            inspection.Add(AttachmentFlags.Inconsistent);
            return -1;
        }

        ReadOnlySpan<byte> local = octets;
        byte[] localName = content.ReadUpTo(offset + LocalHeaderLength, local.U16(26));
        if (!localName.AsSpan().SequenceEqual(name))
        {
            inspection.Add(AttachmentFlags.Inconsistent);
            inspection.Add(new ArchiveEntry(Name(localName, local.U16(6)), local.U32(22), local.U32(18), depth, (local.U16(6) & 1) != 0, FileKind.Unknown));
        }

        if (local.U16(8) != method || ((local.U16(6) ^ flags) & 1) != 0)
        {
            inspection.Add(AttachmentFlags.Inconsistent);
        }

        return offset + LocalHeaderLength + local.U16(26) + local.U16(28);
    }

    private void Take(long start, long end)
    {
        if (_taken.Count < inspection.Limits.Entries)
        {
            _taken.Add((start, end));
        }
    }

    // Local headers between the files that the directory lists: other readers show them. Files that overlap are a bomb's trick.
    private void FindUnlisted(long end)
    {
        _taken.Sort();
        long position = 0;
        foreach ((long start, long stop) in _taken)
        {
            if (start < position - 24)
            {
                inspection.Add(AttachmentFlags.Inconsistent | AttachmentFlags.Bomb);
            }

            if (start - position >= LocalHeaderLength && ListLocalHeaders(position, start) > 0)
            {
                inspection.Add(AttachmentFlags.Inconsistent);
            }

            position = Math.Max(position, stop);
        }

        if (end - position >= LocalHeaderLength && inspection.HasRoom && ListLocalHeaders(position, end) > 0)
        {
            inspection.Add(AttachmentFlags.Inconsistent);
        }
    }

    private int ListLocalHeaders(long start, long end)
    {
        int found = 0;
        byte[] window = ArrayPool<byte>.Shared.Rent(WindowLength);
        while (start < end && inspection.HasRoom && _looks < MaxLooks)
        {
            int length = content.Read(start, window.AsSpan(0, (int)Math.Min(WindowLength, end - start)));
            int at = 0;
            while (window.AsSpan(at, length - at).IndexOf("PK\x03\x04"u8) is var next and >= 0 && inspection.HasRoom && _looks++ < MaxLooks)
            {
                at += next;
                found += ListLocalHeader(start + at) ? 1 : 0;
                at += 4;
            }

            // A signature may lie across two windows.
            start += length < WindowLength ? Math.Max(1, length) : length - 3;
        }

        ArrayPool<byte>.Shared.Return(window);
        return found;
    }

    private bool ListLocalHeader(long start)
    {
        if (content.ReadExactly(start, LocalHeaderLength) is not { } octets)
        {
            return false;
        }

        ReadOnlySpan<byte> header = octets;
        int nameLength = header.U16(26);
        if (nameLength is 0 or > 1024)
        {
            return false;
        }

        long data = start + LocalHeaderLength + nameLength + header.U16(28);
        long packed = Math.Min(header.U32(18), Math.Max(0, content.Length - data));
        // The size follows the data where bit 3 is set: then only the head is looked at.
        packed = packed == 0 && (header.U16(6) & 8) != 0 ? content.Length - data : packed;
        _members.Add(Name(content.ReadUpTo(start + LocalHeaderLength, nameLength), header.U16(6)), header.U32(22), packed, (header.U16(6) & 1) != 0, header.U16(8), data);
        return true;
    }

    // General purpose bit 11: UTF-8.
    private static string Name(byte[] octets, ushort flags) =>
        ((flags & 0x800) != 0 ? Encoding.UTF8.GetString(octets) : Charsets.Decode(octets, "", out _)).Replace('\\', '/');
}
