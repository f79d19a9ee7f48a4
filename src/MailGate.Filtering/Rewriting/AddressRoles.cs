namespace MailGate.Filtering.Rewriting;

/// <summary>Whose address it is.</summary>
[Flags]
public enum AddressRoles
{
    None = 0,

    /// <summary>The reverse-path; From, Sender and Reply-To.</summary>
    Sender = 1,

    /// <summary>A forward-path; To and Cc.</summary>
    Recipient = 2,

    Both = Sender | Recipient,
}
