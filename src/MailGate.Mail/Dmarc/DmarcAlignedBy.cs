namespace MailGate.Mail.Dmarc;

/// <summary>Which mechanisms gave an aligned identifier.</summary>
[Flags]
public enum DmarcAlignedBy
{
    None = 0,
    Spf = 1,
    Dkim = 2,
}
