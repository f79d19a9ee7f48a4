using System.Buffers;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>Reads names of files as a receiving system would. They are only ever text here.</summary>
internal static class FileNames
{
    private const int MaxExtensionLength = 20;

    // What Windows, macOS or Linux run, or what leads to it, when such a file is opened.
    private static readonly HashSet<string> Executables = new(StringComparer.Ordinal)
    {
        "ade", "adp", "app", "appimage", "application", "appref-ms", "appx", "appxbundle", "apk", "bas", "bat", "chm", "class", "cmd", "com", "command", "cpl",
        "deb", "desktop", "diagcab", "dll", "dmg", "exe", "gadget", "hlp", "hta", "inf", "ins", "isp", "its", "jar", "jnlp", "js", "jse", "ksh", "library-ms", "lnk", "mad",
        "maf", "mag", "mam", "maq", "mar", "mas", "mau", "mav", "maw", "mcf", "mda", "mdb", "mde", "mdt", "mdw", "mdz", "msc", "msh", "msh1", "msh2", "mshxml", "msi", "msix",
        "msixbundle", "msp", "mst", "ms-settings", "nsh", "ocx", "ops", "osd", "pcd", "pif", "pkg", "plg", "prg", "printerexport", "ps1", "ps1xml", "ps2", "ps2xml", "psc1", "psc2",
        "psd1", "psdm1", "py", "pyc", "pyo", "pyw", "pyz", "pyzw", "reg", "rpm", "run", "scf", "scr", "sct", "search-ms", "settingcontent-ms", "sh", "shb", "shs", "sys", "theme",
        "udl", "url", "vb", "vbe", "vbp", "vbs", "vsmacros", "vsw", "vxd", "webpnp", "website", "ws", "wsb", "wsc", "wsf", "wsh", "xbap", "xll", "xnk",
    };

    private static readonly HashSet<string> Documents = new(StringComparer.Ordinal)
    {
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "rtf", "jpg", "jpeg", "png", "gif", "html", "htm", "zip", "csv", "xml", "mp3", "mp4", "avi", "wav", "eml", "odt", "ods",
    };

    private static readonly SearchValues<char> DirectionMarks = SearchValues.Create("\u202A\u202B\u202D\u202E\u2066\u2067\u2068\u200E\u200F");

    /// <summary>True for an extension of programs, scripts and shortcuts.</summary>
    public static bool IsExecutable(string extension) => Executables.Contains(extension);

    /// <summary>The last extension in lower case without its dot. Trailing dots, blanks and what follows a colon are dropped, as Windows does.</summary>
    public static string Extension(ReadOnlySpan<char> name)
    {
        name = LastSegment(name);
        int dot = name.LastIndexOf('.');
        ReadOnlySpan<char> extension = dot < 0 ? [] : name[(dot + 1)..].Trim();
        return extension.Length is 0 or > MaxExtensionLength ? "" : extension.ToString().ToLowerInvariant();
    }

    /// <summary>True when the name is made to look like a document and is a program.</summary>
    public static bool IsMisleading(string name)
    {
        if (name.AsSpan().ContainsAny(DirectionMarks))
        {
            return true;
        }

        string last = Extension(name);
        if (!IsExecutable(last))
        {
            return false;
        }

        ReadOnlySpan<char> before = LastSegment(name);
        before = before[..before.LastIndexOf('.')];
        return before.EndsWith("    ", StringComparison.Ordinal) || Documents.Contains(Extension(before));
    }

    /// <summary>True when unpacking by this name would leave the folder.</summary>
    public static bool IsTraversal(ReadOnlySpan<char> name) =>
        name is ['/' or '\\', ..] || (name.Length > 2 && name[1] == ':' && name[2] is '/' or '\\') || name.StartsWith("../", StringComparison.Ordinal) || name.StartsWith(@"..\", StringComparison.Ordinal)
        || name.Contains("/../", StringComparison.Ordinal) || name.Contains(@"\..\", StringComparison.Ordinal) || name.EndsWith("/..", StringComparison.Ordinal)
        || name.EndsWith(@"\..", StringComparison.Ordinal) || name is "..";

    private static ReadOnlySpan<char> LastSegment(ReadOnlySpan<char> name)
    {
        int nul = name.IndexOf('\0');
        name = nul < 0 ? name : name[..nul];
        name = name[(name.LastIndexOfAny('/', '\\') + 1)..];
        int colon = name.IndexOf(':');
        name = colon > 0 ? name[..colon] : name;
        return name.TrimEnd(". \t\u00A0");
    }
}
