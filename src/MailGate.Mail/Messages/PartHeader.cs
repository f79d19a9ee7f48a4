using MailGate.Mail.Messages.Decoding;

namespace MailGate.Mail.Messages;

/// <summary>What a part's header says about its content: charset, names, disposition.</summary>
public sealed class PartHeader
{
    internal const int MaxOctets = 64 * 1024;
    internal const int MaxFields = 200;
    private const int MaxNames = 16;
    private const int MaxParameters = 64;
    private const int MaxFieldLength = 16 * 1024;

    private readonly List<string> _names = [];

    private PartHeader()
    {
    }

    /// <summary>The charset parameter as given, or null.</summary>
    public string? Charset { get; private set; }

    /// <summary>The disposition in lower case such as <c>attachment</c>, or null.</summary>
    public string? Disposition { get; private set; }

    /// <summary>True for text whose lines are joined where a blank stands before their end, without that blank (RFC 3676 §4.1, DelSp).</summary>
    public bool DropsFlowBlanks { get; private set; }

    /// <summary>
    /// Every file name that some client would see: filename and name, plain, by RFC 2231 and as encoded words, best first. Only ever text: no name
    /// becomes a path.
    /// </summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>True when names were given that differ.</summary>
    public bool HasConflictingNames { get; private set; }

    /// <summary>Content-ID without its angle brackets, or null.</summary>
    public string? ContentId { get; private set; }

    /// <summary>Content-Description, decoded, or null.</summary>
    public string? Description { get; private set; }

    /// <summary>The Content-Type as text, with its parameters, or null.</summary>
    public string? ContentType { get; private set; }

    /// <summary>Reads it from a part's header section.</summary>
    public static PartHeader Read(HeaderSection section)
    {
        PartHeader header = new();
        List<string> typeNames = [];
        foreach (HeaderField field in section.WithFirstLine(MaxFields).Fields)
        {
            // All that matter here begin with "content-".
            if (field.NameLength < 10 || (field.NameBytes[0] | 0x20) != 'c')
            {
                continue;
            }

            switch (field.NameLength)
            {
                case 12 when field.Is("Content-Type"u8):
                    header.ReadType(Text(field), typeNames);
                    break;
                case 19 when field.Is("Content-Disposition"u8):
                    header.ReadDisposition(Text(field));
                    break;
                case 10 when field.Is("Content-ID"u8):
                    header.ContentId ??= field.Value.Trim('<', '>', ' ');
                    break;
                case 19 when field.Is("Content-Description"u8):
                    header.Description ??= EncodedWords.Decode(Text(field));
                    break;
                default:
                    break;
            }
        }

        int before = header._names.Count;
        header.AddNames(typeNames);
        header.HasConflictingNames |= before > 0 && typeNames.Count > 0 && header._names[0] != typeNames[0];
        return header;
    }

    private void ReadType(string field, List<string> names)
    {
        ContentType ??= field;
        FieldParameters parsed = FieldParameters.Parse(field, MaxParameters);
        if (parsed.Parameters.Count == 0)
        {
            return;
        }

        Charset ??= parsed.First("charset");
        names.AddRange(parsed.Views("name", out bool conflicting));
        names.AddRange(parsed.Views("filename", out bool conflictingFileNames));
        HasConflictingNames |= conflicting | conflictingFileNames;
        DropsFlowBlanks = parsed.First("delsp") is { } delsp && delsp.Equals("yes", StringComparison.OrdinalIgnoreCase)
            && parsed.First("format") is { } format && format.Equals("flowed", StringComparison.OrdinalIgnoreCase);
    }

    private void ReadDisposition(string field)
    {
        FieldParameters parsed = FieldParameters.Parse(field, MaxParameters);
        string value = parsed.Value.Trim('"').ToLowerInvariant();
        Disposition ??= value.Length is > 0 and < 100 ? value : null;
        AddNames(parsed.Views("filename", out bool conflicting));
        AddNames(parsed.Views("name", out bool conflictingNames));
        HasConflictingNames |= conflicting | conflictingNames;
    }

    private void AddNames(List<string> names)
    {
        foreach (string name in names)
        {
            string trimmed = name.Trim();
            if (trimmed.Length > 0 && _names.Count < MaxNames && !_names.Contains(trimmed))
            {
                _names.Add(trimmed);
            }
        }
    }

    private static string Text(HeaderField field)
    {
        string value = field.Value;
        return value.Length > MaxFieldLength ? value[..MaxFieldLength] : value;
    }
}
