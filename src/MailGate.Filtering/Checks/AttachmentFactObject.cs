using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Attachments;
using MailGate.Mail.Messages.Html;

namespace MailGate.Filtering.Checks;

/// <summary>An attachment as an element of <c>attachments</c>. Names cost nothing; what needs its content is found when a rule first looks at it.</summary>
internal sealed class AttachmentFactObject(Attachment attachment, TextPart? text) : FactObject
{
    private const HtmlFlags ActiveHtml = HtmlFlags.Script | HtmlFlags.EventHandler | HtmlFlags.Smuggling | HtmlFlags.ObfuscatedScript;
    private const AttachmentFlags ActivePdf = AttachmentFlags.PdfScript | AttachmentFlags.PdfLaunch;
    private const int MaxExtensions = 16;

    private readonly FactValue[] _values = new FactValue[AttachmentFact.Type.Fields.Count];

    public override FactObjectType Type => AttachmentFact.Type;

    public override FactValue Get(int index)
    {
        if (_values[index].Kind == FactKind.Missing)
        {
            try
            {
                _values[index] = Find(AttachmentFact.Type.Fields[index]);
            }
            catch (IOException)
            {
                // The message lies in a file that cannot be read: nothing is known, and the rule says so.
                return FactValue.Missing;
            }
        }

        return _values[index];
    }

    private FactValue Find(FactField field) =>
        field == AttachmentFact.Name ? FactValue.Of(attachment.Name)
        : field == AttachmentFact.Names ? FactValue.Of(attachment.Names)
        : field == AttachmentFact.Extension ? FactValue.Of(attachment.Extension)
        : field == AttachmentFact.Extensions ? FactValue.Of(AllExtensions())
        : field == AttachmentFact.MediaType ? FactValue.Of(attachment.MediaType)
        : field == AttachmentFact.DetectedType ? FactValue.Of(FileKindFacts.MediaType(attachment.Kind))
        : field == AttachmentFact.Size ? FactValue.Of(attachment.Size)
        : field == AttachmentFact.Sha256 ? FactValue.Of(attachment.Sha256)
        : field == AttachmentFact.IsArchive ? FactValue.Of(FileKindFacts.IsArchive(attachment.Kind))
        : field == AttachmentFact.IsEncrypted ? FactValue.Of(attachment.Flags.HasFlag(AttachmentFlags.Encrypted))
        : field == AttachmentFact.IsExecutable ? FactValue.Of(attachment.Flags.HasFlag(AttachmentFlags.Executable))
        : field == AttachmentFact.HasMacros ? FactValue.Of(attachment.Flags.HasFlag(AttachmentFlags.Macros))
        : field == AttachmentFact.HasScript ? FactValue.Of((attachment.Flags & ActivePdf) != 0 || (text?.Html is { } html && (html.Flags & ActiveHtml) != 0))
        : field == AttachmentFact.OverLimit ? FactValue.Of((attachment.Flags & (AttachmentFlags.Bomb | AttachmentFlags.Truncated)) != 0)
        : field == AttachmentFact.Entries ? FactValue.Of((IReadOnlyList<FactObject>)[.. attachment.Entries.Select(ToFact)])
        : FactValue.Missing;

    private static FactRecord ToFact(ArchiveEntry entry) => new FactRecord(ArchiveEntryFact.Type)
        .Set(ArchiveEntryFact.Name, FactValue.Of(entry.Name))
        .Set(ArchiveEntryFact.Extension, FactValue.Of(entry.Extension))
        .Set(ArchiveEntryFact.DetectedType, FactValue.Of(FileKindFacts.MediaType(entry.Kind)))
        .Set(ArchiveEntryFact.Size, FactValue.Of(Math.Max(0, entry.Size)))
        .Set(ArchiveEntryFact.IsEncrypted, FactValue.Of(entry.IsEncrypted))
        .Set(ArchiveEntryFact.Depth, FactValue.Of(entry.Depth + 1L));

    // invoice.pdf.exe: what is shown may be the first, what is run is the last.
    private List<string> AllExtensions()
    {
        List<string> extensions = [.. attachment.Extensions];
        foreach (string name in attachment.Names)
        {
            foreach (string piece in name.Split('.').Skip(1))
            {
                string extension = piece.Trim().ToLowerInvariant();
                if (extension.Length is > 0 and <= 20 && extensions.Count < MaxExtensions && !extensions.Contains(extension))
                {
                    extensions.Add(extension);
                }
            }
        }

        return extensions;
    }
}
