namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>Fields of an element of an attachment's <c>entries</c>.</summary>
public static class ArchiveEntryFact
{
    public static readonly FactObjectType Type = new("entry");
    public static readonly FactField Name = Type.Add("name", FactType.String, "the path in the archive");
    public static readonly FactField Extension = Type.Add("extension", FactType.String, "after the last dot of the name, in lower case, without the dot");
    public static readonly FactField DetectedType = Type.Add("detected_type", FactType.String, "media type by content; empty when it was not looked at");
    public static readonly FactField Size = Type.Add("size", FactType.Int, "octets unpacked, as the archive states");
    public static readonly FactField IsEncrypted = Type.Add("is_encrypted", FactType.Bool, "needs a password");
    public static readonly FactField Depth = Type.Add("depth", FactType.Int, "1 in the archive, 2 in an archive in it, and so on");
}
