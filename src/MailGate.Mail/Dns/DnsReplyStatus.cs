namespace MailGate.Mail.Dns;

/// <summary>How asking one server once ended.</summary>
internal enum DnsReplyStatus
{
    /// <summary>Records.</summary>
    Answer,

    /// <summary>The name has none of the type.</summary>
    NoData,

    /// <summary>There is no such name.</summary>
    NxDomain,

    /// <summary>An alias, and nothing about where it leads: ask for its target.</summary>
    Alias,

    /// <summary>The TC bit: ask over TCP.</summary>
    Truncated,

    /// <summary>FORMERR, NOTIMP or BADVERS: ask without EDNS (RFC 6891 §7).</summary>
    EdnsRefused,

    /// <summary>Any other response code, or a referral from a server that does not recurse.</summary>
    ServerFailure,

    /// <summary>A reply to our question that cannot be read.</summary>
    Malformed,

    /// <summary>No connection, or it ended early.</summary>
    Unreachable,

    /// <summary>Nothing in time.</summary>
    Timeout,
}
