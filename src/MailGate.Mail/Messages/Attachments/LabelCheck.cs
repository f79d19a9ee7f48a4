namespace MailGate.Mail.Messages.Attachments;

/// <summary>Compares what a file is with what its name and its media type say.</summary>
internal static class LabelCheck
{
    public static bool Contradicts(FileKind kind, string mediaType, IReadOnlyList<string> extensions)
    {
        if (kind is FileKind.Unknown or FileKind.Empty)
        {
            return false;
        }

        bool looksLikeProgram = FileKinds.IsExecutable(kind) && kind is not FileKind.Script;
        if (looksLikeProgram && (mediaType.StartsWith("image/", StringComparison.Ordinal) || mediaType.StartsWith("text/", StringComparison.Ordinal) || mediaType == "application/pdf"))
        {
            return true;
        }

        if (mediaType.StartsWith("image/", StringComparison.Ordinal) && !IsImage(kind))
        {
            return true;
        }

        foreach (string extension in extensions)
        {
            if (!Allows(extension, kind))
            {
                return true;
            }
        }

        return mediaType == "application/pdf" && kind != FileKind.Pdf;
    }

    /// <summary>True for a name or type that is opened as ZIP, whatever it begins with.</summary>
    public static bool SaysZip(string mediaType, IReadOnlyList<string> extensions)
    {
        bool says = mediaType.EndsWith("zip", StringComparison.Ordinal) || mediaType.StartsWith("application/vnd.openxmlformats", StringComparison.Ordinal);
        foreach (string extension in extensions)
        {
            says |= extension is "zip" or "jar" or "apk" or "docx" or "docm" or "xlsx" or "xlsm" or "pptx" or "pptm" or "odt" or "ods" or "odp" or "epub" or "xpi" or "zipx";
        }

        return says;
    }

    private static bool Allows(string extension, FileKind kind) => extension switch
    {
        "pdf" => kind is FileKind.Pdf,
        "jpg" or "jpeg" or "png" or "gif" or "bmp" or "webp" or "tif" or "tiff" or "ico" => IsImage(kind),
        "doc" or "xls" or "ppt" => kind is FileKind.Ole or FileKind.Rtf or FileKind.OfficeOpenXml or FileKind.Zip or FileKind.Html or FileKind.Xml or FileKind.Text,
        "docx" or "xlsx" or "pptx" or "docm" or "xlsm" or "pptm" => kind is FileKind.OfficeOpenXml or FileKind.Zip or FileKind.Ole,
        "zip" => kind is FileKind.Zip or FileKind.OfficeOpenXml or FileKind.OpenDocument or FileKind.JavaArchive,
        "rar" => kind is FileKind.Rar,
        "7z" => kind is FileKind.SevenZip,
        "gz" or "tgz" => kind is FileKind.Gzip,
        "txt" or "csv" or "log" => kind is FileKind.Text or FileKind.Html or FileKind.Xml or FileKind.Message or FileKind.PgpData or FileKind.Script or FileKind.Certificate,
        "html" or "htm" => kind is FileKind.Html or FileKind.Xml or FileKind.Text or FileKind.Svg,
        "mp3" or "wav" => kind is FileKind.Audio,
        "rtf" => kind is FileKind.Rtf or FileKind.Text,
        _ => true,
    };

    private static bool IsImage(FileKind kind) => kind is FileKind.Image or FileKind.Svg;
}
