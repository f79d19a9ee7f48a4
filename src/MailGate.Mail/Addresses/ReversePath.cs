namespace MailGate.Mail.Addresses;

/// <summary>Where failures are reported: the argument of MAIL (RFC 5321 §4.1.1.2).</summary>
/// <param name="Mailbox">The mailbox, or null for the null reverse-path <c>&lt;&gt;</c> of notifications (§4.5.5).</param>
public sealed record ReversePath(Mailbox? Mailbox)
{
    /// <summary>The null reverse-path.</summary>
    public static ReversePath Null { get; } = new((Mailbox?)null);

    /// <summary>True for <c>&lt;&gt;</c>.</summary>
    public bool IsNull => Mailbox is null;

    /// <summary>The address without brackets; empty for the null path.</summary>
    public override string ToString() => Mailbox?.Text ?? "";
}
