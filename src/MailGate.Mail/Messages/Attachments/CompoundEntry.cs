namespace MailGate.Mail.Messages.Attachments;

/// <summary>An entry in the directory of a compound file (MS-CFB §2.6.1).</summary>
/// <param name="Type">1 storage, 2 stream, 5 root.</param>
internal sealed record CompoundEntry(string Name, byte Type, Guid ClassId, uint Start, long Size);
