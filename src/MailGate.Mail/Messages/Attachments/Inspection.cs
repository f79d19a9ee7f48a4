using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>What is being found in one attachment, and what may still be spent on it.</summary>
internal sealed class Inspection(AttachmentLimits limits, InspectionBudget budget)
{
    private readonly List<ArchiveEntry> _entries = [];
    private readonly List<string> _urls = [];
    private readonly Queue<Pending> _pending = new();

    public AttachmentLimits Limits { get; } = limits;

    public AttachmentFlags Flags { get; private set; }

    public IReadOnlyList<ArchiveEntry> Entries => _entries;

    /// <summary>Addresses found in documents.</summary>
    public IReadOnlyList<string> Urls => _urls;

    /// <summary>Octets that may still be inflated.</summary>
    public long InflateLeft => budget.InflateLeft;

    public bool HasRoom => _entries.Count < Limits.Entries;

    public void Add(AttachmentFlags flags) => Flags |= flags;

    public void AddUrl(string url)
    {
        if (_urls.Count < 200 && !_urls.Contains(url))
        {
            _urls.Add(url);
        }
    }

    /// <summary>Lists a file; false when there is no more room.</summary>
    public bool Add(ArchiveEntry entry)
    {
        if (!HasRoom)
        {
            Flags |= AttachmentFlags.Truncated;
            return false;
        }

        _entries.Add(entry);
        Flags |= (entry.IsEncrypted ? AttachmentFlags.Encrypted : 0) | (FileNames.IsTraversal(entry.Name) ? AttachmentFlags.PathTraversal : 0)
            | (FileNames.IsMisleading(entry.Name) ? AttachmentFlags.MisleadingName : 0)
            | (FileKinds.IsExecutable(entry.Kind) || FileNames.IsExecutable(entry.Extension) ? AttachmentFlags.Executable : 0)
            | (entry.Kind is FileKind.Iso or FileKind.DiskImage ? AttachmentFlags.DiskImage : 0);
        return true;
    }

    /// <summary>Takes note of octets inflated.</summary>
    public void Spend(long octets) => budget.Inflated(octets);

    /// <summary>Has a file within the archive looked into later, if it is not too deep.</summary>
    public void Enqueue(IMessageBytes content, FileKind kind, int depth)
    {
        Flags |= FileKinds.IsArchive(kind) && kind is not (FileKind.OfficeOpenXml or FileKind.OpenDocument) ? AttachmentFlags.NestedArchive : 0;
        if (depth > Limits.Depth || !budget.MaySearch(content.Length))
        {
            Flags |= AttachmentFlags.Bomb;
            return;
        }

        _pending.Enqueue(new Pending(content, kind, depth));
    }

    public bool TryDequeue(out Pending pending) => _pending.TryDequeue(out pending);

    internal readonly record struct Pending(IMessageBytes Content, FileKind Kind, int Depth);
}
