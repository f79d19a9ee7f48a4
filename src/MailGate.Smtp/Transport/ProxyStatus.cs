namespace MailGate.Smtp.Transport;

/// <summary>What came of looking for a PROXY header.</summary>
public enum ProxyStatus
{
    /// <summary>It is there and whole.</summary>
    Complete,

    /// <summary>More octets are needed to tell.</summary>
    Incomplete,

    /// <summary>There is none, or a broken one: the connection is to be closed (section 2: a receiver must not guess).</summary>
    Malformed,
}
