namespace MailGate.Mail.Dmarc;

/// <summary>What DMARC says about a message (RFC 9989 §5.3.5; the words of RFC 7489 §11.2).</summary>
public enum DmarcResultCode
{
    /// <summary>No policy record applies to the author's domain.</summary>
    None,

    /// <summary>An authenticated identifier is aligned with the author's domain.</summary>
    Pass,

    /// <summary>A policy record applies, and no authenticated identifier is aligned.</summary>
    Fail,

    /// <summary>The DNS did not answer something that decides.</summary>
    Temperror,

    /// <summary>The message does not name one author, so no policy can be found for it.</summary>
    Permerror,
}
