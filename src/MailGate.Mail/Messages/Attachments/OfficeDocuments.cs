using System.Text;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>Facts about Office Open XML (ECMA-376) and OpenDocument files that their lists of parts tell.</summary>
internal static class OfficeDocuments
{
    private const int MaxTargets = 200;

    public static void JudgeName(Inspection inspection, string name)
    {
        if (Ends(name, "vbaProject.bin") || Ends(name, "vbaProjectSignature.bin") || Has(name, "/macrosheets/") || Has(name, "Basic/Standard/") || Has(name, "Scripts/python"))
        {
            inspection.Add(AttachmentFlags.Macros);
        }
        else if (Has(name, "/activeX/") || Has(name, "/embeddings/oleObject") || Ends(name, ".bin") && Has(name, "/embeddings/"))
        {
            inspection.Add(AttachmentFlags.EmbeddedObject);
        }
    }

    /// <summary>The kind of a ZIP file by the names in it.</summary>
    public static FileKind KindOf(IReadOnlyList<ArchiveEntry> entries)
    {
        foreach (ArchiveEntry entry in entries)
        {
            if (entry.Depth > 0)
            {
                continue;
            }

            switch (entry.Name)
            {
                case "[Content_Types].xml":
                    return FileKind.OfficeOpenXml;
                case "META-INF/MANIFEST.MF" or "classes.dex" or "AndroidManifest.xml":
                    return FileKind.JavaArchive;
                case "META-INF/manifest.xml" or "content.xml":
                    return FileKind.OpenDocument;
                default:
                    break;
            }
        }

        return FileKind.Zip;
    }

    /// <summary>Reads a relationship part: links that are shown, templates and objects that are fetched.</summary>
    public static void ReadRelationships(Inspection inspection, byte[] octets)
    {
        ReadOnlySpan<char> xml = Encoding.UTF8.GetString(octets);
        // The element may have a namespace prefix.
        for (int count = 0; count < MaxTargets && xml.IndexOf("Relationship ", StringComparison.Ordinal) is var start and >= 0; count++)
        {
            ReadOnlySpan<char> element = xml[start..];
            int close = element.IndexOf('>');
            element = close < 0 ? element : element[..close];
            xml = xml[(start + element.Length)..];
            ReadOnlySpan<char> address = Attribute(element, "Target=");
            if (address.IsEmpty || !Attribute(element, "TargetMode=").SequenceEqual("External"))
            {
                continue;
            }

            inspection.AddUrl(Html.HtmlEntities.Decode(address));
            if (!Attribute(element, "Type=").EndsWith("/hyperlink", StringComparison.Ordinal))
            {
                inspection.Add(AttachmentFlags.ExternalReference);
            }
        }
    }

    /// <summary>Reads the list of content types, which knows macros under any name.</summary>
    public static void ReadContentTypes(Inspection inspection, byte[] octets) =>
        inspection.Add(Encoding.UTF8.GetString(octets).Contains("vnd.ms-office.vbaProject", StringComparison.OrdinalIgnoreCase) ? AttachmentFlags.Macros : 0);

    // The value of an attribute in either kind of quotes, or empty.
    private static ReadOnlySpan<char> Attribute(ReadOnlySpan<char> element, string name)
    {
        int at = element.IndexOf(name, StringComparison.Ordinal);
        ReadOnlySpan<char> value = at < 0 ? [] : element[(at + name.Length)..];
        if (value is not ['"' or '\'', ..])
        {
            return [];
        }

        int end = value[1..].IndexOf(value[0]);
        return end < 0 ? value[1..] : value[1..(end + 1)];
    }

    private static bool Ends(string name, string end) => name.EndsWith(end, StringComparison.OrdinalIgnoreCase);

    private static bool Has(string name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
}
