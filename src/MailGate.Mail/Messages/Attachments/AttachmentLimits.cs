namespace MailGate.Mail.Messages.Attachments;

/// <summary>What looking into attachments may cost. Beyond a cap the rest is left unread and <see cref="AttachmentFlags.Bomb"/> or Truncated says so.</summary>
public sealed record AttachmentLimits
{
    /// <summary>The limits that apply when nothing else is said.</summary>
    public static AttachmentLimits Default { get; } = new();

    /// <summary>Attachments in one message.</summary>
    public int Attachments { get; init; } = 200;

    /// <summary>Entries listed of one attachment, those of archives within it included.</summary>
    public int Entries { get; init; } = 1000;

    /// <summary>Archives within archives.</summary>
    public int Depth { get; init; } = 4;

    /// <summary>Octets inflated for the attachments of one message in all.</summary>
    public long InflatedBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Octets of archives within archives that are searched for one message in all.</summary>
    public long SearchedBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>Octets kept of one archive within an archive.</summary>
    public int MemberBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Octets searched of a document.</summary>
    public long DocumentBytes { get; init; } = 16 * 1024 * 1024;
}
