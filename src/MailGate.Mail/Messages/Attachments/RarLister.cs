using System.Text;
using MailGate.Mail.Messages.Decoding;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>Lists a RAR file, formats 4 and 5, by its headers; nothing is unpacked.</summary>
internal static class RarLister
{
    private const int MaxHeader = 64 * 1024;
    private const int MaxBlocks = 20_000;

    public static void List(Inspection inspection, IMessageBytes content, int depth)
    {
        if (content.ReadExactly(0, 8) is not { } signature)
        {
            inspection.Add(AttachmentFlags.Malformed);
        }
        else if (signature[6] == 1)
        {
            List5(inspection, content, depth);
        }
        else
        {
            List4(inspection, content, depth);
        }
    }

    // RAR 4: CRC, type, flags, size; then what the type has.
    private static void List4(Inspection inspection, IMessageBytes content, int depth)
    {
        long position = 7;
        for (int block = 0; block < MaxBlocks && content.ReadExactly(position, 7) is { } start; block++)
        {
            ReadOnlySpan<byte> fixedPart = start;
            byte type = fixedPart[2];
            ushort flags = fixedPart.U16(3);
            int size = fixedPart.U16(5);
            if (size < 7 || content.ReadExactly(position, size) is not { } octets)
            {
                inspection.Add(AttachmentFlags.Malformed);
                return;
            }

            ReadOnlySpan<byte> header = octets;
            if (type == 0x73 && (flags & 0x80) != 0)
            {
                inspection.Add(AttachmentFlags.Encrypted | AttachmentFlags.UnreadableList);
                return;
            }

            long packed = ((flags & 0x8000) != 0 || type is 0x74 or 0x7A) && size >= 11 ? header.U32(7) : 0;
            if (type == 0x74 && size >= 32)
            {
                long unpacked = header.U32(11);
                int nameAt = 32;
                if ((flags & 0x100) != 0 && size >= 40)
                {
                    packed |= (long)header.U32(32) << 32;
                    unpacked |= (long)header.U32(36) << 32;
                    nameAt = 40;
                }

                int nameLength = Math.Min(header.U16(26), size - nameAt);
                string name = nameLength > 0 ? Name4(header.Slice(nameAt, nameLength), (flags & 0x200) != 0) : "";
                if (!inspection.Add(new ArchiveEntry(name.Replace('\\', '/'), unpacked, packed, depth, (flags & 4) != 0, Kind(name))))
                {
                    return;
                }
            }

            if (type == 0x7B || packed < 0)
            {
                return;
            }

            position += size + packed;
        }
    }

    // With the Unicode flag the name is in a code page, then NUL, then a packed form of UTF-16.
    private static string Name4(ReadOnlySpan<byte> name, bool unicode)
    {
        int nul = name.IndexOf((byte)0);
        if (!unicode || nul < 0)
        {
            return Charsets.Decode(nul < 0 ? name : name[..nul], "", out _);
        }

        ReadOnlySpan<byte> plain = name[..nul];
        ReadOnlySpan<byte> packed = name[(nul + 1)..];
        if (packed.IsEmpty)
        {
            return Charsets.Decode(plain, "", out _);
        }

        StringBuilder text = new();
        int high = packed[0] << 8, at = 1, flags = 0, flagBits = 0;
        while (at < packed.Length && text.Length < 1024)
        {
            if (flagBits == 0)
            {
                flags = packed[at++];
                flagBits = 8;
                continue;
            }

            switch ((flags >> 6) & 3)
            {
                case 0:
                    text.Append((char)packed[at++]);
                    break;
                case 1:
                    text.Append((char)(packed[at++] | high));
                    break;
                case 2 when at + 1 < packed.Length:
                    text.Append((char)(packed[at] | (packed[at + 1] << 8)));
                    at += 2;
                    break;
                default:
                    int run = packed[at++];
                    for (int length = (run & 0x7F) + 2; length > 0 && text.Length < plain.Length; length--)
                    {
                        text.Append((char)plain[text.Length]);
                    }

                    break;
            }

            flags <<= 2;
            flagBits -= 2;
        }

        return text.ToString();
    }

    // RAR 5: CRC, then numbers of seven bits an octet: header size, type, flags, sizes of extra area and data.
    private static void List5(Inspection inspection, IMessageBytes content, int depth)
    {
        long position = 8;
        for (int block = 0; block < MaxBlocks && content.ReadUpTo(position, 4 + 3) is { Length: 7 } start; block++)
        {
            ReadOnlySpan<byte> sizeField = start.AsSpan(4);
            long size = Number(ref sizeField);
            long headerStart = position + 4 + (3 - sizeField.Length);
            if (size is <= 0 or > MaxHeader || content.ReadExactly(headerStart, (int)size) is not { } octets)
            {
                inspection.Add(AttachmentFlags.Malformed);
                return;
            }

            ReadOnlySpan<byte> header = octets;
            long type = Number(ref header);
            long flags = Number(ref header);
            long extra = (flags & 1) != 0 ? Number(ref header) : 0;
            long packed = (flags & 2) != 0 ? Number(ref header) : 0;
            if (type == 4)
            {
                inspection.Add(AttachmentFlags.Encrypted | AttachmentFlags.UnreadableList);
                return;
            }

            if (type == 5 || packed < 0 || (type == 2 && !AddFile5(inspection, header, extra, packed, depth)))
            {
                return;
            }

            position = headerStart + size + packed;
        }
    }

    private static bool AddFile5(Inspection inspection, ReadOnlySpan<byte> header, long extra, long packed, int depth)
    {
        ReadOnlySpan<byte> extraArea = extra > 0 && extra <= header.Length ? header[^(int)extra..] : [];
        long fileFlags = Number(ref header);
        long unpacked = Number(ref header);
        Number(ref header);
        int skipped = ((fileFlags & 2) != 0 ? 4 : 0) + ((fileFlags & 4) != 0 ? 4 : 0);
        header = header[Math.Min(skipped, header.Length)..];
        Number(ref header);
        Number(ref header);
        int nameLength = (int)Math.Clamp(Number(ref header), 0, header.Length);
        string name = Encoding.UTF8.GetString(header[..nameLength]);
        return inspection.Add(new ArchiveEntry(name, (fileFlags & 8) != 0 ? -1 : unpacked, packed, depth, HasEncryptionRecord(extraArea), Kind(name)));
    }

    private static bool HasEncryptionRecord(ReadOnlySpan<byte> extra)
    {
        while (!extra.IsEmpty)
        {
            long size = Number(ref extra);
            if (size <= 0 || size > extra.Length)
            {
                return false;
            }

            ReadOnlySpan<byte> record = extra[..(int)size];
            extra = extra[(int)size..];
            if (Number(ref record) == 1)
            {
                return true;
            }
        }

        return false;
    }

    // Nothing is unpacked here: an archive within is known by its name only.
    private static FileKind Kind(string name) => FileNames.Extension(name) switch
    {
        "zip" => FileKind.Zip,
        "rar" => FileKind.Rar,
        "7z" => FileKind.SevenZip,
        "iso" => FileKind.Iso,
        _ => FileKind.Unknown,
    };

    // A number that does not end reads as -1.
    private static long Number(ref ReadOnlySpan<byte> octets)
    {
        long value = 0;
        for (int i = 0; i < octets.Length && i < 9; i++)
        {
            value |= (long)(octets[i] & 0x7F) << (7 * i);
            if ((octets[i] & 0x80) == 0)
            {
                octets = octets[(i + 1)..];
                return value;
            }
        }

        octets = [];
        return -1;
    }
}
