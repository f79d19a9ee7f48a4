using MailGate.Mail.Addresses;

namespace MailGate.Mail.Spf;

/// <summary>The outcome of one SPF check.</summary>
/// <param name="Code">The result.</param>
/// <param name="Identity">Which identity was checked.</param>
public sealed record SpfResult(SpfResultCode Code, SpfIdentity Identity)
{
    /// <summary>The domain that was checked; null when the identity holds no domain name that could be looked up.</summary>
    public Domain? Domain { get; init; }

    /// <summary>The term that decided, as published, such as <c>-all</c> or <c>include:_spf.example.net</c>; null when none matched.</summary>
    public string? Mechanism { get; init; }

    /// <summary>What the domain's owner says about a fail (RFC 7208 §6.2): visible US-ASCII and spaces, from a third party. Null when it says nothing.</summary>
    public string? Explanation { get; init; }

    /// <summary>Why the result is an error or none, in words for an administrator; null otherwise.</summary>
    public string? Problem { get; init; }

    /// <summary>The domain whose record decided: another than <see cref="Domain"/> after a redirect. Null without a record.</summary>
    public string? RecordDomain { get; init; }

    /// <summary>The record's text, null without one.</summary>
    public string? Record { get; init; }

    /// <summary>
    /// How many IPv4 addresses the ip4 terms of the records that were read let in, 2^32 for a passing <c>all</c>; terms that need the DNS are not
    /// counted. A large number means that a pass says little about who sent (ATTACKS B11).
    /// </summary>
    public long AuthorizedIPv4Addresses { get; init; }

    /// <summary>What was looked up, in order.</summary>
    public IReadOnlyList<SpfLookup> Lookups { get; init; } = [];
}
