namespace MailGate.Mail.Spf;

/// <summary>Whose domain was checked (RFC 7208 §2.3, §2.4).</summary>
public enum SpfIdentity
{
    /// <summary>The domain of the reverse-path.</summary>
    MailFrom,

    /// <summary>The HELO/EHLO name, because the reverse-path was null.</summary>
    Helo,
}
