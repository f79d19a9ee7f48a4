using MailGate.Mail.Messages.Attachments;

namespace MailGate.Filtering.Checks;

/// <summary>What a file is by its content, in the words of rules.</summary>
internal static class FileKindFacts
{
    /// <summary>The media type; empty for what is not recognised.</summary>
    public static string MediaType(FileKind kind) => kind switch
    {
        FileKind.Text => "text/plain",
        FileKind.Html => "text/html",
        FileKind.Xml => "text/xml",
        FileKind.Svg => "image/svg+xml",
        FileKind.Rtf => "application/rtf",
        FileKind.Pdf => "application/pdf",
        FileKind.PostScript => "application/postscript",
        FileKind.Ole => "application/x-ole-storage",
        FileKind.OfficeOpenXml => "application/vnd.openxmlformats-officedocument",
        FileKind.OpenDocument => "application/vnd.oasis.opendocument",
        FileKind.OneNote => "application/onenote",
        FileKind.Zip => "application/zip",
        FileKind.JavaArchive => "application/java-archive",
        FileKind.Rar => "application/vnd.rar",
        FileKind.SevenZip => "application/x-7z-compressed",
        FileKind.Gzip => "application/gzip",
        FileKind.Bzip2 => "application/x-bzip2",
        FileKind.Xz => "application/x-xz",
        FileKind.Zstandard => "application/zstd",
        FileKind.Tar => "application/x-tar",
        FileKind.Cabinet => "application/vnd.ms-cab-compressed",
        FileKind.Arj => "application/x-arj",
        FileKind.Lzh => "application/x-lzh-compressed",
        FileKind.Ace => "application/x-ace-compressed",
        FileKind.Xar => "application/x-xar",
        FileKind.Iso => "application/x-iso9660-image",
        FileKind.DiskImage => "application/x-disk-image",
        FileKind.Executable => "application/vnd.microsoft.portable-executable",
        FileKind.Elf => "application/x-elf",
        FileKind.MachO => "application/x-mach-binary",
        FileKind.JavaClass => "application/java-vm",
        FileKind.WebAssembly => "application/wasm",
        FileKind.AndroidExecutable => "application/vnd.android.dex",
        FileKind.Shortcut => "application/x-ms-shortcut",
        FileKind.InternetShortcut => "application/x-mswinurl",
        FileKind.Script => "application/x-script",
        FileKind.CompiledHelp => "application/vnd.ms-htmlhelp",
        FileKind.Flash => "application/x-shockwave-flash",
        FileKind.Image => "image/*",
        FileKind.Audio => "audio/*",
        FileKind.Video => "video/*",
        FileKind.Font => "font/*",
        FileKind.Message => "message/rfc822",
        FileKind.Calendar => "text/calendar",
        FileKind.Contact => "text/vcard",
        FileKind.Tnef => "application/ms-tnef",
        FileKind.Certificate => "application/pkix-cert",
        FileKind.PgpData => "application/pgp-encrypted",
        _ => "",
    };

    /// <summary>True for a container of files; a document is none, even where its format is ZIP.</summary>
    public static bool IsArchive(FileKind kind) => kind is FileKind.Zip or FileKind.JavaArchive or FileKind.Rar or FileKind.SevenZip or FileKind.Gzip
        or FileKind.Bzip2 or FileKind.Xz or FileKind.Zstandard or FileKind.Tar or FileKind.Cabinet or FileKind.Arj or FileKind.Lzh or FileKind.Ace
        or FileKind.Xar or FileKind.Iso or FileKind.DiskImage or FileKind.Tnef;
}
