namespace MailGate.Mail.Arc;

/// <summary>The Chain Validation Status (RFC 8617 §4.4): also the values of cv= and the arc results of RFC 8601.</summary>
public enum ArcResult
{
    /// <summary>The message has no chain.</summary>
    None,

    /// <summary>The chain validated.</summary>
    Pass,

    /// <summary>There is a chain, and it did not validate: to be treated like none (RFC 8617 §5.2).</summary>
    Fail,
}
