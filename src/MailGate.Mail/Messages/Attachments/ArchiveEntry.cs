namespace MailGate.Mail.Messages.Attachments;

/// <summary>A file in an archive as its list has it. The name is text and is never used as a path.</summary>
/// <param name="Name">With folders, as written, slashes forward.</param>
/// <param name="Size">Octets when unpacked, or -1 when not said.</param>
/// <param name="PackedSize">Octets in the archive, or -1 when not said.</param>
/// <param name="Depth">0 in the attachment itself, 1 in an archive in it, and so on.</param>
/// <param name="IsEncrypted">True when it needs a password.</param>
/// <param name="Kind">What it is by content, where that was looked at; otherwise <see cref="FileKind.Unknown"/>.</param>
public sealed record ArchiveEntry(string Name, long Size, long PackedSize, int Depth, bool IsEncrypted, FileKind Kind)
{
    /// <summary>The last extension in lower case without its dot, or empty.</summary>
    public string Extension => FileNames.Extension(Name);
}
