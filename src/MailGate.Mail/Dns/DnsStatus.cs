namespace MailGate.Mail.Dns;

/// <summary>How a DNS question ended. Only the first three are knowledge; the last two are "ask again later".</summary>
public enum DnsStatus
{
    /// <summary>There are records of the type asked for.</summary>
    Answer,

    /// <summary>The name exists, but has no record of that type (RFC 2308 §2.2).</summary>
    NoData,

    /// <summary>The name does not exist (RFC 2308 §2.1, RFC 8020).</summary>
    NxDomain,

    /// <summary>A server answered, but with a failure (SERVFAIL, REFUSED, malformed), and no other server did better.</summary>
    ServerFailure,

    /// <summary>No server answered in time.</summary>
    Timeout,
}
