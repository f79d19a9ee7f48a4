namespace MailGate.Mail.Addresses;

/// <summary>A recipient: the argument of RCPT (RFC 5321 §4.1.1.3), its source route dropped.</summary>
/// <param name="Mailbox">The mailbox; without a domain only for postmaster.</param>
public sealed record ForwardPath(Mailbox Mailbox)
{
    public override string ToString() => Mailbox.Text;
}
