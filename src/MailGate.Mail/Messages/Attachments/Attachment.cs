using System.Buffers;
using System.Security.Cryptography;
using MailGate.Mail.Messages.Decoding;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>
/// A file that a message carries. Names and labels cost nothing; content is decoded and looked into when kind, digest or entries are first asked for.
/// Several threads may ask.
/// </summary>
public sealed class Attachment
{
    private readonly Lock _gate = new();
    private readonly DecodedContent _content;
    private readonly AttachmentLimits _limits;
    private readonly InspectionBudget _budget;
    private AttachmentFlags _given;
    private FileKind? _kind;
    private string? _sha256;
    private Inspection? _inspection;

    internal Attachment(ContentPart part, IReadOnlyList<string> names, string mediaType, DecodedContent content, AttachmentFlags given, AttachmentLimits limits, InspectionBudget budget)
    {
        Part = part;
        Names = names;
        MediaType = mediaType;
        Extensions = [.. names.Select(name => FileNames.Extension(name)).Where(extension => extension.Length > 0).Distinct()];
        _content = content;
        _given = given;
        _limits = limits;
        _budget = budget;
    }

    /// <summary>The part that holds it.</summary>
    public ContentPart Part { get; }

    /// <summary>Every name that some client would show, best first; empty where none is given. Only ever text: no name becomes a path.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The first name, or empty.</summary>
    public string Name => Names.Count > 0 ? Names[0] : "";

    /// <summary>The last extension of every name in lower case, without dots.</summary>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>The extension of the first name, or empty.</summary>
    public string Extension => Extensions.Count > 0 ? Extensions[0] : "";

    /// <summary>What the label says it is.</summary>
    public string MediaType { get; }

    /// <summary>True when the message shows it in its text rather than as a file.</summary>
    public bool IsInline => Part.Header.Disposition == "inline" || (Part.Header.Disposition is null && Part.Header.ContentId is not null);

    /// <summary>Octets, decoded.</summary>
    public long Size => _content.Length;

    /// <summary>What it is by its content.</summary>
    public FileKind Kind
    {
        get
        {
            lock (_gate)
            {
                return _kind ??= DetectKind();
            }
        }
    }

    /// <summary>SHA-256 of the decoded octets, in lower-case hexadecimal digits.</summary>
    public string Sha256
    {
        get
        {
            lock (_gate)
            {
                return _sha256 ??= Hash();
            }
        }
    }

    /// <summary>What is notable, in it and in archives within it.</summary>
    public AttachmentFlags Flags
    {
        get
        {
            Inspection inspection = Inspect();
            FileKind kind = Kind;
            return inspection.Flags | _given | NameFlags()
                | (FileKinds.IsExecutable(kind) ? AttachmentFlags.Executable : 0)
                | (LabelCheck.Contradicts(kind, MediaType, Extensions) ? AttachmentFlags.TypeMismatch : 0);
        }
    }

    /// <summary>The files in it, for archives, TNEF, disk images and Office Open XML; those of archives within it, too.</summary>
    public IReadOnlyList<ArchiveEntry> Entries => Inspect().Entries;

    /// <summary>Addresses that a document (PDF, Office Open XML) links to, as written.</summary>
    public IReadOnlyList<string> Urls => Inspect().Urls;

    /// <summary>Attachments beyond the limit follow it, which is reported with the last that is kept.</summary>
    internal void NoteMoreFollow() => _given |= AttachmentFlags.Truncated;

    private AttachmentFlags NameFlags()
    {
        AttachmentFlags flags = AttachmentFlags.None;
        foreach (string name in Names)
        {
            flags |= (FileNames.IsMisleading(name) ? AttachmentFlags.MisleadingName : 0) | (FileNames.IsTraversal(name) ? AttachmentFlags.PathTraversal : 0)
                | (FileNames.IsExecutable(FileNames.Extension(name)) ? AttachmentFlags.Executable : 0);
        }

        return flags;
    }

    private Inspection Inspect()
    {
        lock (_gate)
        {
            if (_inspection is null)
            {
                _kind ??= DetectKind();
                FileKind kind = _kind.Value;
                if (!FileKinds.IsArchive(kind) && LabelCheck.SaysZip(MediaType, Extensions) && ZipEndRecord.IsIn(_content))
                {
                    // ZIP is read from its end: other octets may stand before it.
                    kind = FileKind.Zip;
                }

                _inspection = AttachmentInspector.Inspect(_content, kind, _limits, _budget);
                _kind = kind == FileKind.Zip ? OfficeDocuments.KindOf(_inspection.Entries) : kind;
                _content.Dispose();
            }

            return _inspection;
        }
    }

    // What an Office file is shows in the list of its ZIP; the first octets of all of them are alike.
    private FileKind DetectKind()
    {
        byte[] head = ArrayPool<byte>.Shared.Rent(FileKinds.HeadLength);
        int length = _content.Read(0, head.AsSpan(0, FileKinds.HeadLength));
        FileKind kind = FileKinds.Detect(head.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(head);
        return kind;
    }

    private string Hash()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = ArrayPool<byte>.Shared.Rent(32 * 1024);
        long position = 0;
        while (_content.Read(position, piece) is var count and > 0)
        {
            hash.AppendData(piece, 0, count);
            position += count;
        }

        ArrayPool<byte>.Shared.Return(piece);
        _content.Dispose();
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
