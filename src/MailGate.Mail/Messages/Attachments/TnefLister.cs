using System.Text;
using MailGate.Mail.Messages.Decoding;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>Lists the files in a TNEF part (MS-OXTNEF), as winmail.dat brings them.</summary>
internal sealed class TnefLister(Inspection inspection, IMessageBytes content, int depth)
{
    private const uint AttachRenderingData = 0x00069002;
    private const uint AttachTitle = 0x00018010;
    private const uint AttachData = 0x0006800F;
    private const uint AttachProperties = 0x00069005;
    private const int MaxProperties = 256 * 1024;
    private const int MaxName = 1024;
    private const int MaxAttributes = 20_000;
    private const int HeadLength = 1024;

    private string? _title;
    private string? _longName;
    private long _dataStart = -1;
    private long _dataLength;
    private bool _open;

    public void List()
    {
        long position = 6;
        for (int attributes = 0; attributes < MaxAttributes && content.ReadExactly(position, 9) is { } octets; attributes++)
        {
            ReadOnlySpan<byte> header = octets;
            uint attribute = header.U32(1);
            long length = header.U32(5);
            long data = position + 9;
            if (header[0] is not (1 or 2) || length > content.Length - data)
            {
                inspection.Add(AttachmentFlags.Malformed);
                break;
            }

            if (header[0] == 2 && !OnAttribute(attribute, data, length))
            {
                return;
            }

            // Two octets of checksum follow.
            position = data + length + 2;
        }

        CloseFile();
    }

    private bool OnAttribute(uint attribute, long data, long length)
    {
        switch (attribute)
        {
            case AttachRenderingData:
                bool room = CloseFile();
                _open = true;
                return room;
            case AttachTitle:
                _title = Text(content.ReadUpTo(data, (int)Math.Min(length, MaxName)));
                return true;
            case AttachData:
                _dataStart = data;
                _dataLength = length;
                return true;
            case AttachProperties:
                ReadProperties(content.ReadUpTo(data, (int)Math.Min(length, MaxProperties)));
                return true;
            default:
                return true;
        }
    }

    private bool CloseFile()
    {
        if (!_open)
        {
            return true;
        }

        FileKind kind = FileKind.Unknown;
        if (_dataStart >= 0)
        {
            kind = FileKinds.Detect(content.ReadUpTo(_dataStart, (int)Math.Min(_dataLength, HeadLength)));
            if (FileKinds.IsArchive(kind) || kind is FileKind.Pdf or FileKind.Ole)
            {
                inspection.Enqueue(new MessageRange(content, _dataStart, _dataLength), kind, depth + 1);
            }
        }

        string name = _longName ?? _title ?? "";
        bool added = inspection.Add(new ArchiveEntry(name, _dataStart < 0 ? -1 : _dataLength, _dataLength, depth, IsEncrypted: false, kind));
        if (_title is { } title && _longName is not null && title != _longName && FileNames.Extension(title) != FileNames.Extension(_longName))
        {
            // Two names that end differently: some client shows the other one.
            added &= inspection.Add(new ArchiveEntry(title, -1, -1, depth, IsEncrypted: false, kind));
            inspection.Add(AttachmentFlags.Inconsistent);
        }

        _title = _longName = null;
        _dataStart = -1;
        _dataLength = 0;
        _open = false;
        return added;
    }

    // MAPI properties: tag of type and id, for named ones a GUID and a name, then the value. PidTagAttachLongFilename is 0x3707, PidTagAttachFilename 0x3704.
    private void ReadProperties(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < 4)
        {
            return;
        }

        uint count = octets.U32(0);
        octets = octets[4..];
        for (uint i = 0; i < count && octets.Length >= 4; i++)
        {
            int type = octets.U16(0), id = octets.U16(2);
            octets = octets[4..];
            if (id >= 0x8000 && !SkipPropertyName(ref octets))
            {
                return;
            }

            if (!ReadValues(type, ref octets, out ReadOnlySpan<byte> value))
            {
                return;
            }

            if (id is 0x3707 or 0x3704 && (type & 0xFFF) is 0x1E or 0x1F)
            {
                string name = (type & 0xFFF) == 0x1F ? Encoding.Unicode.GetString(value).TrimEnd('\0') : Text(value);
                _longName = id == 0x3707 || _longName is null ? name : _longName;
            }
        }
    }

    private static bool SkipPropertyName(ref ReadOnlySpan<byte> octets)
    {
        if (octets.Length < 24)
        {
            return false;
        }

        bool isText = octets.U32(16) == 1;
        long length = isText ? 24 + Padded(octets.U32(20)) : 24;
        if (length > octets.Length)
        {
            return false;
        }

        octets = octets[(int)length..];
        return true;
    }

    // The last of the values is returned: names have one.
    private static bool ReadValues(int type, ref ReadOnlySpan<byte> octets, out ReadOnlySpan<byte> value)
    {
        value = [];
        bool isMultiple = (type & 0x1000) != 0;
        int single = type & 0xFFF;
        bool isVariable = single is 0x1E or 0x1F or 0x0D or 0x102;
        uint count = 1;
        if (isMultiple || isVariable)
        {
            if (octets.Length < 4)
            {
                return false;
            }

            count = octets.U32(0);
            octets = octets[4..];
        }

        for (uint i = 0; i < count; i++)
        {
            long length = single switch { 0x02 or 0x0B or 0x03 or 0x04 or 0x0A or 0x01 => 4, 0x05 or 0x06 or 0x07 or 0x14 or 0x40 => 8, 0x48 => 16, _ => -1 };
            if (isVariable)
            {
                if (octets.Length < 4)
                {
                    return false;
                }

                length = octets.U32(0);
                octets = octets[4..];
            }

            if (length < 0 || Padded(length) > octets.Length)
            {
                return false;
            }

            value = octets[..(int)length];
            octets = octets[(int)Padded(length)..];
        }

        return true;
    }

    private static long Padded(long length) => (length + 3) / 4 * 4;

    private static string Text(ReadOnlySpan<byte> octets)
    {
        int end = octets.IndexOf((byte)0);
        return Charsets.Decode(end < 0 ? octets : octets[..end], "", out _);
    }
}
