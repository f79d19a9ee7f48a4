using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>The end of a ZIP file's central directory (APPNOTE 6.3 §4.3.16), which says where that begins.</summary>
/// <param name="Position">Where the record is.</param>
/// <param name="Directory">Where the directory begins.</param>
/// <param name="Records">How many files it is to list.</param>
/// <param name="Shift">What stands before the archive (self-extracting files): its offsets count from there.</param>
internal readonly record struct ZipEndRecord(long Position, long Directory, long Records, long Shift)
{
    /// <summary>What a file's header in the directory begins with.</summary>
    public const uint CentralSignature = 0x02014B50;

    private const int Length = 22;

    /// <summary>True for octets that end like a ZIP file.</summary>
    public static bool IsIn(IMessageBytes content)
    {
        int length = (int)Math.Min(content.Length, 65535 + Length);
        return ((ReadOnlySpan<byte>)content.ReadUpTo(content.Length - length, length)).LastIndexOf("PK\x05\x06"u8) >= 0;
    }

    /// <summary>
    /// Finds it: with its comment it lies in the last 64 KB, and the last signature counts. Offsets of ZIP64 are in a record before it. Null where there is none.
    /// </summary>
    public static ZipEndRecord? Find(Inspection inspection, IMessageBytes content)
    {
        int tailLength = (int)Math.Min(content.Length, 65535 + Length);
        long tailStart = content.Length - tailLength;
        ReadOnlySpan<byte> tail = content.ReadUpTo(tailStart, tailLength);
        int at = tail.LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || tail.Length - at < Length)
        {
            return null;
        }

        ReadOnlySpan<byte> octets = tail[at..];
        long records = octets.U16(10), shift = 0;
        long size = octets.U32(12);
        long directory = octets.U32(16);
        long end = tailStart + at;
        if ((directory == uint.MaxValue || records == ushort.MaxValue) && content.ReadExactly(end - 20, 20) is { } locator && ((ReadOnlySpan<byte>)locator).U32(0) == 0x07064B50
            && content.ReadExactly(((ReadOnlySpan<byte>)locator).I64(8), 56) is { } zip64)
        {
            records = ((ReadOnlySpan<byte>)zip64).I64(32);
            size = ((ReadOnlySpan<byte>)zip64).I64(40);
            directory = ((ReadOnlySpan<byte>)zip64).I64(48);
        }
        else if (directory + size < end && content.ReadExactly(end - size, 4) is { } shifted && ((ReadOnlySpan<byte>)shifted).U32(0) == CentralSignature)
        {
            shift = end - size - directory;
            directory = end - size;
            inspection.Add(content.ReadExactly(0, 2) is [(byte)'M', (byte)'Z'] ? AttachmentFlags.Executable : AttachmentFlags.Inconsistent);
        }

        return new ZipEndRecord(end, directory, records, shift);
    }
}
