namespace MailGate.Mail.Dmarc;

/// <summary>Whether a domain is a public suffix (RFC 9989 §4.7, "psd").</summary>
public enum DmarcPsd
{
    /// <summary><c>psd=u</c>, the default: the tree walk finds out.</summary>
    Unknown,

    /// <summary><c>psd=n</c>: an organizational domain.</summary>
    No,

    /// <summary><c>psd=y</c>: a public suffix.</summary>
    Yes,
}
