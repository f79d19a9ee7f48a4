namespace MailGate.Mail.Dmarc;

/// <summary>Whether an identifier is aligned with the author's domain.</summary>
internal enum DmarcAlignment
{
    NotAligned,
    Aligned,

    /// <summary>The DNS did not tell.</summary>
    Unknown,
}
