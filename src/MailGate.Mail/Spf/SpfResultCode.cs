namespace MailGate.Mail.Spf;

/// <summary>What an SPF check found (RFC 7208 §2.6).</summary>
public enum SpfResultCode
{
    /// <summary>No domain to check, or it publishes no SPF record.</summary>
    None,

    /// <summary>The domain says nothing about this client.</summary>
    Neutral,

    /// <summary>The client may send for the domain.</summary>
    Pass,

    /// <summary>The client may not send for the domain.</summary>
    Fail,

    /// <summary>The client probably may not send for the domain.</summary>
    Softfail,

    /// <summary>The DNS did not answer: a later check may say more.</summary>
    Temperror,

    /// <summary>The domain's published records cannot be interpreted.</summary>
    Permerror,
}
