namespace MailGate.Smtp.Grammar;

/// <summary>The commands that this server knows by name (RFC 5321 §4.1.1 and the extensions' own RFCs).</summary>
public enum Verb
{
    /// <summary>Any other word.</summary>
    Unknown,
    Ehlo,
    Helo,
    Mail,
    Rcpt,
    Data,
    Bdat,
    Rset,
    Noop,
    Vrfy,
    Expn,
    Help,
    Quit,
    StartTls,
    Auth,
    XClient,

    /// <summary>Commands that exist somewhere and not here: ETRN, TURN, SEND, SOML, SAML, ATRN, BURL, XFORWARD (RFC 5321 §4.2.4: 502).</summary>
    NotImplemented,
}
