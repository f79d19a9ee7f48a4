namespace MailGate.Mail.Messages.Attachments;

/// <summary>What a file is by its content.</summary>
public enum FileKind
{
    Unknown,
    Empty,
    Text,
    Html,
    Xml,
    Svg,
    Rtf,
    Pdf,
    PostScript,

    /// <summary>Compound file of Office 97-2003, .msg, .msi.</summary>
    Ole,

    /// <summary>ZIP that is a document of Office 2007 and later.</summary>
    OfficeOpenXml,
    OpenDocument,
    OneNote,
    Zip,
    JavaArchive,
    Rar,
    SevenZip,
    Gzip,
    Bzip2,
    Xz,
    Zstandard,
    Tar,
    Cabinet,
    Arj,
    Lzh,
    Ace,
    Xar,

    /// <summary>ISO 9660 or UDF.</summary>
    Iso,

    /// <summary>VHD, VHDX, or an image with a boot sector.</summary>
    DiskImage,

    /// <summary>Windows or DOS executable.</summary>
    Executable,
    Elf,
    MachO,
    JavaClass,
    WebAssembly,
    AndroidExecutable,

    /// <summary>Windows shortcut (.lnk).</summary>
    Shortcut,

    /// <summary>Internet shortcut (.url).</summary>
    InternetShortcut,
    Script,
    CompiledHelp,
    Flash,
    Image,
    Audio,
    Video,
    Font,
    Message,
    Calendar,
    Contact,
    Tnef,
    Certificate,
    PgpData,
}
