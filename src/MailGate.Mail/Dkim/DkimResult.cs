namespace MailGate.Mail.Dkim;

/// <summary>The result of one DKIM signature, in the words of RFC 8601 §2.7.1.</summary>
public enum DkimResult
{
    /// <summary>The message is not signed.</summary>
    None,

    /// <summary>The signature verified.</summary>
    Pass,

    /// <summary>The signature is well formed and its key is there, but the message or the signature was changed.</summary>
    Fail,

    /// <summary>The signature was not judged because it exceeds a local limit.</summary>
    Policy,

    /// <summary>The signature uses something this verifier does not know, and must be ignored (RFC 6376 §3.3, §3.4).</summary>
    Neutral,

    /// <summary>The key could not be fetched now (RFC 6376 §6.1.2: TEMPFAIL).</summary>
    TempError,

    /// <summary>The signature or its key can never verify: malformed, expired, revoked, missing, too weak (RFC 6376 §6.1: PERMFAIL).</summary>
    PermError,
}
