namespace MailGate.Filtering.Rewriting;

/// <summary>How a rewriting of a reverse-path, or its reversal, ended.</summary>
public enum SrsStatus
{
    /// <summary>The address is the rewritten or the original one.</summary>
    Rewritten,

    /// <summary>Nothing to do: the null reverse-path, one of our own domains, or (when reversing) an address that is none of ours.</summary>
    NotNeeded,

    /// <summary>The result would exceed what an address may have (RFC 5321 §4.5.3.1); the address is the one given.</summary>
    TooLong,

    /// <summary>It looks like ours, but its hash is not: it was made up or changed. Mail to it is refused.</summary>
    Forged,

    /// <summary>It is ours, but too old for a bounce. Mail to it is refused.</summary>
    Expired,
}

/// <summary>An address and how it came about.</summary>
public readonly record struct SrsResult(SrsStatus Status, string Address)
{
    /// <summary>True when mail to this address must be refused (550 5.1.1).</summary>
    public bool IsRefused => Status is SrsStatus.Forged or SrsStatus.Expired;
}
