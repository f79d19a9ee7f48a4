namespace MailGate.Mail.Messages.Attachments;

/// <summary>Recognises files by their first octets.</summary>
internal static class FileKinds
{
    /// <summary>Octets to look at: the descriptor of an ISO image stands behind its first 32 KB.</summary>
    public const int HeadLength = 34 * 1024;

    /// <summary>True for what can hold other files and is opened to list them.</summary>
    public static bool IsArchive(FileKind kind) => kind is FileKind.Zip or FileKind.JavaArchive or FileKind.OfficeOpenXml or FileKind.OpenDocument or FileKind.Rar or FileKind.SevenZip
        or FileKind.Gzip or FileKind.Bzip2 or FileKind.Xz or FileKind.Zstandard or FileKind.Tar or FileKind.Cabinet or FileKind.Arj or FileKind.Lzh or FileKind.Ace or FileKind.Iso or FileKind.DiskImage or FileKind.Tnef;

    /// <summary>True for what a machine runs when it is opened.</summary>
    public static bool IsExecutable(FileKind kind) => kind is FileKind.Executable or FileKind.Elf or FileKind.MachO or FileKind.JavaClass or FileKind.AndroidExecutable or FileKind.Script
        or FileKind.Shortcut or FileKind.CompiledHelp or FileKind.InternetShortcut;

    public static FileKind Detect(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
        {
            return FileKind.Empty;
        }

        FileKind kind = DetectBinary(head);
        return kind != FileKind.Unknown ? kind : DetectText(head[..Math.Min(head.Length, 4096)]);
    }

    private static FileKind DetectBinary(ReadOnlySpan<byte> head) => head[0] switch
    {
        (byte)'M' when head.StartsWith("MZ"u8) && IsProgram(head) => FileKind.Executable,
        (byte)'M' when head.StartsWith("MSCF"u8) => FileKind.Cabinet,
        (byte)'M' when head.StartsWith("MThd"u8) => FileKind.Audio,
        (byte)'P' when head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8) || head.StartsWith("PK\x07\x08"u8) || head.StartsWith("PK00PK\x03\x04"u8) => FileKind.Zip,
        (byte)'R' when head.StartsWith("Rar!\x1a\x07"u8) => FileKind.Rar,
        (byte)'R' when head.StartsWith("RIFF"u8) && head.Length > 12 => head[8..12].SequenceEqual("WEBP"u8) ? FileKind.Image : head[8..12].SequenceEqual("AVI "u8) ? FileKind.Video : FileKind.Audio,
        (byte)'7' when head.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) => FileKind.SevenZip,
        0x1F when head.Length > 2 && head[1] == 0x8B => FileKind.Gzip,
        0x1F when head.Length > 2 && head[1] is 0x9D or 0xA0 => FileKind.Lzh,
        (byte)'B' when head.StartsWith("BZh"u8) => FileKind.Bzip2,
        (byte)'B' when head.StartsWith("BM"u8) && head.Length > 14 && head[6..10].SequenceEqual((ReadOnlySpan<byte>)[0, 0, 0, 0]) => FileKind.Image,
        0xFD when head.StartsWith((ReadOnlySpan<byte>)[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) => FileKind.Xz,
        0x28 when head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) => FileKind.Zstandard,
        0x60 when head.StartsWith((ReadOnlySpan<byte>)[0x60, 0xEA]) => FileKind.Arj,
        (byte)'x' when head.StartsWith("xar!"u8) => FileKind.Xar,
        0xD0 when head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) => FileKind.Ole,
        0xE4 when head.StartsWith((ReadOnlySpan<byte>)[0xE4, 0x52, 0x5C, 0x7B, 0x8C, 0xD8, 0xA7, 0x4D]) => FileKind.OneNote,
        (byte)'L' when head.StartsWith((ReadOnlySpan<byte>)[0x4C, 0, 0, 0, 1, 0x14, 2, 0]) => FileKind.Shortcut,
        0x7F when head.StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F']) => FileKind.Elf,
        0xCA when head.StartsWith((ReadOnlySpan<byte>)[0xCA, 0xFE, 0xBA, 0xBE]) => head.Length > 7 && head[6] == 0 && head[7] >= 45 ? FileKind.JavaClass : FileKind.MachO,
        0xCF or 0xCE when head.Length > 4 && head[1] == 0xFA && head[2] == 0xED && head[3] == 0xFE => FileKind.MachO,
        0x00 when head.StartsWith("\0asm"u8) => FileKind.WebAssembly,
        0x00 when head.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0]) => FileKind.Image,
        0x00 when head.StartsWith((ReadOnlySpan<byte>)[0, 1, 0, 0, 0]) => FileKind.Font,
        (byte)'d' when head.StartsWith("dex\n"u8) => FileKind.AndroidExecutable,
        (byte)'I' when head.StartsWith("ITSF"u8) => FileKind.CompiledHelp,
        (byte)'I' when head.StartsWith("ID3"u8) => FileKind.Audio,
        (byte)'I' when head.StartsWith((ReadOnlySpan<byte>)[(byte)'I', (byte)'I', 42, 0]) => FileKind.Image,
        (byte)'M' when head.StartsWith((ReadOnlySpan<byte>)[(byte)'M', (byte)'M', 0, 42]) => FileKind.Image,
        (byte)'F' or (byte)'C' or (byte)'Z' when head.Length > 3 && head[1..3].SequenceEqual("WS"u8) && head[3] < 60 => FileKind.Flash,
        0x89 when head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) => FileKind.Image,
        0xFF when head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) => FileKind.Image,
        0xFF when head.Length > 2 && (head[1] & 0xE0) == 0xE0 && head[1] != 0xFE && head[1] != 0xFF => FileKind.Audio,
        (byte)'G' when head.StartsWith("GIF8"u8) => FileKind.Image,
        (byte)'O' when head.StartsWith("OggS"u8) || head.StartsWith("OTTO"u8) => head[1] == 'g' ? FileKind.Audio : FileKind.Font,
        (byte)'w' when head.StartsWith("wOF"u8) => FileKind.Font,
        0x1A when head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) => FileKind.Video,
        0x78 when head.StartsWith((ReadOnlySpan<byte>)[0x78, 0x9F, 0x3E, 0x22]) => FileKind.Tnef,
        (byte)'v' when head.StartsWith("vhdxfile"u8) => FileKind.DiskImage,
        (byte)'c' when head.StartsWith("conectix"u8) => FileKind.DiskImage,
        _ => DetectByOffset(head),
    };

    private static FileKind DetectByOffset(ReadOnlySpan<byte> head)
    {
        // Readers find %PDF- anywhere in the first kilobyte (ISO 32000-1, Annex H.3.4.1).
        if (head[..Math.Min(head.Length, 1024)].IndexOf("%PDF-"u8) >= 0)
        {
            return FileKind.Pdf;
        }

        if (head.Length > 12 && head[4..8].SequenceEqual("ftyp"u8))
        {
            return head[8..12].SequenceEqual("heic"u8) || head[8..12].SequenceEqual("avif"u8) ? FileKind.Image : FileKind.Video;
        }

        if (head.Length > 14 && head[7..14].SequenceEqual("**ACE**"u8))
        {
            return FileKind.Ace;
        }

        if (head.Length > 7 && head[2..5].SequenceEqual("-lh"u8) && head[6] == (byte)'-')
        {
            return FileKind.Lzh;
        }

        if (head.Length > 262 && head[257..262].SequenceEqual("ustar"u8))
        {
            return FileKind.Tar;
        }

        if (head.Length > 0x8006 && (head[0x8001..0x8006].SequenceEqual("CD001"u8) || head[0x8001..0x8006].SequenceEqual("BEA01"u8)))
        {
            return FileKind.Iso;
        }

        return head.Length > 512 && head[510] == 0x55 && head[511] == 0xAA && head[0] is 0xEB or 0xE9 or 0x33 or 0xFA ? FileKind.DiskImage : FileKind.Unknown;
    }

    // "MZ" begins words, too: a program has zeros or high octets in its header.
    private static bool IsProgram(ReadOnlySpan<byte> head) => head[..Math.Min(head.Length, 64)].ContainsAnyExceptInRange((byte)9, (byte)126);

    private static FileKind DetectText(ReadOnlySpan<byte> head)
    {
        string text = Decoding.Charsets.Decode(head, "", out _);
        ReadOnlySpan<char> start = text.AsSpan().TrimStart();
        if (start.StartsWith("#!"))
        {
            return FileKind.Script;
        }

        if (start.StartsWith(@"{\rt", StringComparison.Ordinal))
        {
            return FileKind.Rtf;
        }

        if (start.StartsWith("%!PS", StringComparison.Ordinal))
        {
            return FileKind.PostScript;
        }

        if (start is ['<', ..])
        {
            return DetectMarkup(start);
        }

        return start switch
        {
            _ when start.StartsWith("[InternetShortcut]", StringComparison.OrdinalIgnoreCase) => FileKind.InternetShortcut,
            _ when start.StartsWith("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase) => FileKind.Calendar,
            _ when start.StartsWith("BEGIN:VCARD", StringComparison.OrdinalIgnoreCase) => FileKind.Contact,
            _ when start.StartsWith("-----BEGIN PGP", StringComparison.Ordinal) => FileKind.PgpData,
            _ when start.StartsWith("-----BEGIN CERT", StringComparison.Ordinal) => FileKind.Certificate,
            _ when start.StartsWith("Return-Path:", StringComparison.OrdinalIgnoreCase) || start.StartsWith("Received:", StringComparison.OrdinalIgnoreCase)
                || start.StartsWith("MIME-Version:", StringComparison.OrdinalIgnoreCase) || start.StartsWith("From: ", StringComparison.OrdinalIgnoreCase) => FileKind.Message,
            _ when start.StartsWith("@echo off", StringComparison.OrdinalIgnoreCase) || start.StartsWith("Windows Registry Editor", StringComparison.Ordinal) => FileKind.Script,
            _ => head.ContainsAnyInRange((byte)0, (byte)8) && !text.Contains('\uFEFF') && head.Contains((byte)0) ? FileKind.Unknown : FileKind.Text,
        };
    }

    private static FileKind DetectMarkup(ReadOnlySpan<char> start)
    {
        if (start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<!DOCTYPE svg", StringComparison.OrdinalIgnoreCase))
        {
            return start.Contains("<svg", StringComparison.OrdinalIgnoreCase) ? FileKind.Svg
                : start.Contains("<html", StringComparison.OrdinalIgnoreCase) ? FileKind.Html
                : start.Contains("<job", StringComparison.OrdinalIgnoreCase) || start.Contains("<package", StringComparison.OrdinalIgnoreCase) && start.Contains("<script", StringComparison.OrdinalIgnoreCase) ? FileKind.Script
                : FileKind.Xml;
        }

        return start.StartsWith("<svg", StringComparison.OrdinalIgnoreCase) ? FileKind.Svg
            : start.StartsWith("<job", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<package", StringComparison.OrdinalIgnoreCase) ? FileKind.Script
            : start.Length > 2 && (char.IsAsciiLetter(start[1]) || start[1] == '!') ? FileKind.Html
            : FileKind.Text;
    }
}
