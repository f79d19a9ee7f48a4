namespace MailGate.Mail.Authentication;

/// <summary>Methods that say who sent a message.</summary>
[Flags]
public enum AuthenticationMethodSet
{
    None = 0,

    Iprev = 1,

    Spf = 2,

    Dkim = 4,

    Arc = 8,

    Dmarc = 16,

    All = Iprev | Spf | Dkim | Arc | Dmarc,
}
