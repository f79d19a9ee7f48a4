using System.Globalization;
using System.Text;
using MailGate.Mail.Messages.Decoding;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>Lists a tar file (POSIX ustar and pax, GNU long names).</summary>
internal static class TarLister
{
    private const int Block = 512;
    private const int MaxLongName = 4096;
    private const int MaxHeads = 64;
    private const int MaxEmptyBlocks = 200;
    private const int HeadLength = 1024;

    public static void List(Inspection inspection, IMessageBytes content, int depth)
    {
        string? longName = null;
        int heads = 0;
        long position = 0;
        int empty = 0;
        while (content.ReadExactly(position, Block) is { } block)
        {
            if (!block.AsSpan().ContainsAnyExcept((byte)0))
            {
                // Two empty blocks are the end; readers that are told to go on see what stands behind them (tar --ignore-zeros).
                if (++empty > MaxEmptyBlocks)
                {
                    return;
                }

                position += Block;
                continue;
            }

            if (!TryReadSize(block.AsSpan(124, 12), out long size) || size > content.Length)
            {
                inspection.Add(AttachmentFlags.Malformed);
                inspection.Add(new ArchiveEntry(longName ?? UstarName(block), Size: -1, PackedSize: -1, depth, IsEncrypted: false, FileKind.Unknown));
                return;
            }

            long data = position + Block;
            position = data + ((size + Block - 1) / Block * Block);
            char type = (char)block[156];
            if (type is 'L' or 'x')
            {
                byte[] octets = content.ReadUpTo(data, (int)Math.Min(size, MaxLongName));
                longName = type == 'L' ? Text(octets) : PaxPath(octets) ?? longName;
                continue;
            }

            string name = longName ?? UstarName(block);
            longName = null;
            if (type is '1' or '2' && FileNames.IsTraversal(Text(block.AsSpan(157, 100))))
            {
                inspection.Add(AttachmentFlags.PathTraversal);
            }

            FileKind kind = FileKind.Unknown;
            if (type is '0' or '\0' or '7' && size > 0 && heads++ < MaxHeads)
            {
                kind = FileKinds.Detect(content.ReadUpTo(data, (int)Math.Min(size, HeadLength)));
                if (FileKinds.IsArchive(kind) || kind is FileKind.Pdf or FileKind.Ole)
                {
                    inspection.Enqueue(new MessageRange(content, data, size), kind, depth + 1);
                }
            }

            if (!inspection.Add(new ArchiveEntry(name, size, size, depth, IsEncrypted: false, kind)))
            {
                return;
            }
        }
    }

    private static string UstarName(byte[] block)
    {
        string name = Text(block.AsSpan(0, 100));
        string prefix = block.AsSpan(257, 5).SequenceEqual("ustar"u8) && block[262] == 0 ? Text(block.AsSpan(345, 155)) : "";
        return prefix.Length > 0 ? prefix + "/" + name : name;
    }

    // Octal digits, or with the high bit set a number in octets (GNU).
    private static bool TryReadSize(ReadOnlySpan<byte> field, out long size)
    {
        size = 0;
        if ((field[0] & 0x80) != 0)
        {
            foreach (byte octet in field[4..])
            {
                size = (size << 8) | octet;
            }

            return size >= 0;
        }

        foreach (byte octet in field.Trim(" \0"u8))
        {
            if (octet is < (byte)'0' or > (byte)'7')
            {
                return false;
            }

            size = (size << 3) | (long)(octet - '0');
        }

        return true;
    }

    // pax records: "length key=value\n".
    private static string? PaxPath(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            int space = records.IndexOf((byte)' ');
            if (space <= 0 || !int.TryParse(records[..space], NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length <= space + 1 || length > records.Length)
            {
                return null;
            }

            ReadOnlySpan<byte> record = records[(space + 1)..length];
            if (record.StartsWith("path="u8))
            {
                return Encoding.UTF8.GetString(record[5..].TrimEnd((byte)'\n'));
            }

            records = records[length..];
        }

        return null;
    }

    private static string Text(ReadOnlySpan<byte> octets)
    {
        int end = octets.IndexOf((byte)0);
        return Charsets.Decode(end < 0 ? octets : octets[..end], "", out _);
    }
}
