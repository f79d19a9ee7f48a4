namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>Fields of an element of <c>attachments</c>.</summary>
public static class AttachmentFact
{
    public static readonly FactObjectType Type = new("attachment");
    public static readonly FactField Name = Type.Add("name", FactType.String, "the file name that most readers show; empty without one");
    public static readonly FactField Names = Type.Add("names", FactType.Strings, "every name that some reader could see (RFC 2231, RFC 2047, both headers)");
    public static readonly FactField Extension = Type.Add("extension", FactType.String, "of name: after its last dot, in lower case, without the dot");
    public static readonly FactField Extensions = Type.Add("extensions", FactType.Strings, "the extensions of all names, inner ones too: invoice.pdf.exe has pdf and exe");
    public static readonly FactField MediaType = Type.Add("type", FactType.String, "media type as labelled, in lower case");
    public static readonly FactField DetectedType = Type.Add("detected_type", FactType.String, "media type by content; empty when it is not recognised");
    public static readonly FactField Size = Type.Add("size", FactType.Int, "octets, decoded");
    public static readonly FactField Sha256 = Type.Add("sha256", FactType.String, "of the decoded content, in lower-case hex");
    public static readonly FactField IsArchive = Type.Add("is_archive", FactType.Bool, "a container of files: zip, rar, 7z, tar, gzip, iso, ...");
    public static readonly FactField IsEncrypted = Type.Add("is_encrypted", FactType.Bool, "it, or something in it, needs a password");
    public static readonly FactField IsExecutable = Type.Add("is_executable", FactType.Bool, "a program, script or shortcut by its content or by one of its names, or one in an archive");
    public static readonly FactField HasMacros = Type.Add("has_macros", FactType.Bool, "an Office document with macros");
    public static readonly FactField HasScript = Type.Add("has_script", FactType.Bool, "a PDF, SVG or HTML file that runs script or launches something");
    public static readonly FactField OverLimit = Type.Add("over_limit", FactType.Bool, "too deep, too large or too many entries to be listed completely (a bomb)");
    public static readonly FactField Entries = Type.Add("entries", FactType.List(FactType.Object(ArchiveEntryFact.Type)), "what an archive holds");
}
