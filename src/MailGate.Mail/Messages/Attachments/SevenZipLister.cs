using System.Text;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>Lists a 7z file (7zFormat.txt of the LZMA SDK) by its header, which is itself packed in most files. Contents are not unpacked.</summary>
internal sealed class SevenZipLister(Inspection inspection, int depth)
{
    private const int MaxHeader = 2 * 1024 * 1024;
    private const int MaxLayers = 4;

    private List<SevenZipFolder> _folders = [];
    private long _packPosition;

    public void List(IMessageBytes content)
    {
        if (content.ReadExactly(0, 32) is not { } start)
        {
            inspection.Add(AttachmentFlags.Malformed);
            return;
        }

        long offset = ((ReadOnlySpan<byte>)start).I64(12), size = ((ReadOnlySpan<byte>)start).I64(20);
        if (size == 0)
        {
            return;
        }

        byte[]? header = offset >= 0 && size is > 0 and <= MaxHeader && offset <= content.Length ? content.ReadExactly(32 + offset, (int)size) : null;
        for (int layer = 0; header is not null && layer < MaxLayers; layer++)
        {
            SevenZipReader reader = new(header);
            switch (reader.Byte())
            {
                case 0x01:
                    ReadHeader(ref reader);
                    return;
                case 0x17:
                    header = Unpack(content, ref reader);
                    break;
                default:
                    header = null;
                    break;
            }
        }

        inspection.Add((inspection.Flags & AttachmentFlags.UnreadableList) != 0 ? 0 : AttachmentFlags.Malformed);
    }

    private byte[]? Unpack(IMessageBytes content, ref SevenZipReader reader)
    {
        ReadStreams(ref reader);
        if (_folders is not [{ PackSize: > 0 and <= MaxHeader, UnpackSize: > 0 and <= MaxHeader } folder, ..])
        {
            return null;
        }

        byte[]? packed = content.ReadExactly(32 + _packPosition, (int)folder.PackSize);
        if (packed is null || folder.IsEncrypted || folder.Coders != 1)
        {
            inspection.Add(AttachmentFlags.UnreadableList | (folder.IsEncrypted ? AttachmentFlags.Encrypted : 0));
            return null;
        }

        inspection.Spend(folder.UnpackSize);
        return folder.IsLzma ? LzmaDecoder.Decode(packed, folder.LzmaProperties, (int)folder.UnpackSize) : packed;
    }

    private void ReadHeader(ref SevenZipReader reader)
    {
        bool encrypted = false;
        while (!reader.IsAtEnd)
        {
            switch (reader.Byte())
            {
                case 0x00:
                    return;
                case 0x02:
                    while (reader.Byte() != 0 && !reader.IsAtEnd)
                    {
                        reader.Skip(reader.Number());
                    }

                    break;
                case 0x03 or 0x04:
                    ReadStreams(ref reader);
                    encrypted = _folders.Exists(folder => folder.IsEncrypted);
                    break;
                case 0x05:
                    ReadFiles(ref reader, encrypted);
                    return;
                default:
                    inspection.Add(AttachmentFlags.Malformed);
                    return;
            }
        }
    }

    // PackInfo, UnpackInfo, SubStreamsInfo.
    private void ReadStreams(ref SevenZipReader reader)
    {
        List<long> packSizes = [];
        while (!reader.IsAtEnd)
        {
            switch (reader.Byte())
            {
                case 0x06:
                    _packPosition = reader.Number();
                    packSizes = reader.PackSizes();
                    break;
                case 0x07:
                    _folders = reader.Folders(packSizes);
                    break;
                case 0x08:
                    reader.SkipSubStreams(_folders);
                    break;
                default:
                    return;
            }
        }
    }

    private void ReadFiles(ref SevenZipReader reader, bool encrypted)
    {
        long files = reader.Number();
        while (!reader.IsAtEnd && reader.Byte() is var property and not 0)
        {
            long size = reader.Number();
            ReadOnlySpan<byte> data = reader.Take(size);
            if (property != 0x11 || data.IsEmpty || data[0] != 0)
            {
                continue;
            }

            data = data[1..];
            for (long i = 0; i < files && data.Length >= 2; i++)
            {
                int length = 0;
                while (length + 1 < data.Length && (data[length] != 0 || data[length + 1] != 0))
                {
                    length += 2;
                }

                string name = Encoding.Unicode.GetString(data[..length]).Replace('\\', '/');
                data = data[Math.Min(length + 2, data.Length)..];
                if (!inspection.Add(new ArchiveEntry(name, -1, -1, depth, encrypted, FileKind.Unknown)))
                {
                    return;
                }
            }
        }
    }
}
