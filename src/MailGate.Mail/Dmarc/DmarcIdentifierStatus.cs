namespace MailGate.Mail.Dmarc;

/// <summary>What SPF or DKIM found out about an identifier, as far as DMARC asks.</summary>
public enum DmarcIdentifierStatus
{
    /// <summary>Not authenticated: every result but the other two.</summary>
    NotAuthenticated,

    /// <summary><c>pass</c>.</summary>
    Pass,

    /// <summary><c>temperror</c>: it might pass when tried again.</summary>
    Temperror,
}
