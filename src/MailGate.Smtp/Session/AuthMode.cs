namespace MailGate.Smtp.Session;

/// <summary>Whether a listener offers AUTH (RFC 4954). It is never offered in clear.</summary>
public enum AuthMode
{
    /// <summary>Not offered.</summary>
    None,

    /// <summary>Passed through to the downstream, which knows the users.</summary>
    Downstream,

    /// <summary>As <see cref="Downstream"/>, and MAIL is refused without it: the submission kind (RFC 6409 §4.3).</summary>
    Required,
}
