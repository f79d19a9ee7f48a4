namespace MailGate.Mail.Dmarc;

/// <summary>What a domain's owner wants done with mail that fails (RFC 9989 §4.7, "p"), from mild to strict.</summary>
public enum DmarcPolicy
{
    None,
    Quarantine,
    Reject,
}
