namespace MailGate.Mail.Messages.Attachments;

/// <summary>What may still be spent on the attachments of one message, shared by all of them.</summary>
internal sealed class InspectionBudget(AttachmentLimits limits)
{
    private long _inflate = limits.InflatedBytes;
    private long _search = limits.SearchedBytes;

    /// <summary>Octets that may still be inflated.</summary>
    public long InflateLeft => Math.Max(0, Interlocked.Read(ref _inflate));

    /// <summary>Takes note of octets inflated.</summary>
    public void Inflated(long octets) => Interlocked.Add(ref _inflate, -octets);

    /// <summary>Asks to search so many octets; false when that is too much.</summary>
    public bool MaySearch(long octets) => Interlocked.Add(ref _search, -octets) >= 0;
}
