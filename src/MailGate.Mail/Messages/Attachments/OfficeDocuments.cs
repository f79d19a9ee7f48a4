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
        for (int count = 0; count < MaxTargets && xml.IndexOf("<Relationship ", StringComparison.Ordinal) is var start and >= 0; count++)
        {
            ReadOnlySpan<char> element = xml[start..];
            int close = element.IndexOf('>');
            element = close < 0 ? element : element[..close];
            xml = xml[(start + element.Length)..];
            int target = element.IndexOf("Target=\"", StringComparison.Ordinal);
            if (target < 0 || !element.Contains("\"External\"", StringComparison.Ordinal))
            {
                continue;
            }

            ReadOnlySpan<char> address = element[(target + 8)..];
            int end = address.IndexOf('"');
            inspection.AddUrl(Html.HtmlEntities.Decode(end < 0 ? address : address[..end]));
            if (!element.Contains("/hyperlink\"", StringComparison.Ordinal))
            {
                inspection.Add(AttachmentFlags.ExternalReference);
            }
        }
    }

    private static bool Ends(string name, string end) => name.EndsWith(end, StringComparison.OrdinalIgnoreCase);

    private static bool Has(string name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
}
