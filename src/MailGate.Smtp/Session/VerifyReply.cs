namespace MailGate.Smtp.Session;

/// <summary>What VRFY and EXPN are answered: neither ever tells who exists (RFC 5321 §7.3).</summary>
public enum VerifyReply
{
    /// <summary>252: will try delivery.</summary>
    CannotVerify,

    /// <summary>502: not implemented.</summary>
    NotImplemented,
}
