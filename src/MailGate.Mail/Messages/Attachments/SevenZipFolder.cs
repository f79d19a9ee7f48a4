namespace MailGate.Mail.Messages.Attachments;

/// <summary>A packed stream of a 7z file, as far as a list of names needs it.</summary>
internal sealed record SevenZipFolder
{
    public int Coders { get; set; }

    public int OutStreams { get; set; }

    public bool IsEncrypted { get; set; }

    public bool IsLzma { get; set; }

    public byte LzmaProperties { get; set; }

    public long PackSize { get; set; }

    public long UnpackSize { get; set; }

    public bool HasDigest { get; set; }
}
