namespace MailGate.Mail.Messages.Attachments;

/// <summary>What is notable about an attachment, found without running or unpacking it to anywhere.</summary>
[Flags]
public enum AttachmentFlags : uint
{
    None = 0,

    /// <summary>It, or a file in it, cannot be read without a password.</summary>
    Encrypted = 1 << 0,

    /// <summary>An archive whose list of names is encrypted, or packed in a way that is not read here.</summary>
    UnreadableList = 1 << 1,

    /// <summary>Office macros (VBA or Excel 4).</summary>
    Macros = 1 << 2,

    /// <summary>Objects embedded in a document, ActiveX, equation objects.</summary>
    EmbeddedObject = 1 << 3,

    /// <summary>A document that fetches a template or object from elsewhere when it is opened.</summary>
    ExternalReference = 1 << 4,

    /// <summary>JavaScript in a PDF.</summary>
    PdfScript = 1 << 5,

    /// <summary>A PDF that starts a program.</summary>
    PdfLaunch = 1 << 6,

    /// <summary>A PDF that acts when it is opened.</summary>
    PdfOpenAction = 1 << 7,

    /// <summary>A PDF that holds files.</summary>
    PdfEmbeddedFile = 1 << 8,

    /// <summary>A PDF form that is sent to somewhere.</summary>
    PdfForm = 1 << 9,

    /// <summary>A program, script or shortcut, by content or by name; also one inside an archive.</summary>
    Executable = 1 << 10,

    /// <summary>An archive within the archive.</summary>
    NestedArchive = 1 << 11,

    /// <summary>A disk image, whose files lose the mark of the web.</summary>
    DiskImage = 1 << 12,

    /// <summary>Unpacked size or nesting beyond the caps: not all was looked at.</summary>
    Bomb = 1 << 13,

    /// <summary>A list that says one thing in one place and another in another: readers open different files.</summary>
    Inconsistent = 1 << 14,

    /// <summary>A name with a path that leads out of the folder it is unpacked to.</summary>
    PathTraversal = 1 << 15,

    /// <summary>The content is not of the kind that its name or type says.</summary>
    TypeMismatch = 1 << 16,

    /// <summary>A name that ends like a program and looks like a document: two extensions, blanks before the last, right-to-left marks.</summary>
    MisleadingName = 1 << 17,

    /// <summary>Names were given that differ.</summary>
    ConflictingNames = 1 << 18,

    /// <summary>Something in it does not follow its format.</summary>
    Malformed = 1 << 19,

    /// <summary>More entries than are listed.</summary>
    Truncated = 1 << 20,

    /// <summary>An encoding that can be read in two ways: this is one of them.</summary>
    AmbiguousEncoding = 1 << 21,
}
