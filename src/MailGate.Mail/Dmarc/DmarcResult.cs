using MailGate.Mail.Addresses;

namespace MailGate.Mail.Dmarc;

/// <summary>The outcome of DMARC for one message.</summary>
/// <param name="Code">The result.</param>
/// <param name="Reason">Why, in words for an administrator.</param>
public sealed record DmarcResult(DmarcResultCode Code, string Reason)
{
    /// <summary>The domain of the From field; null when there is not exactly one.</summary>
    public Domain? AuthorDomain { get; init; }

    /// <summary>The author's organizational domain (RFC 9989 §4.10.2); null when the DNS did not tell or no record was found.</summary>
    public Domain? OrganizationalDomain { get; init; }

    /// <summary>Where the record that applies was published; null without one.</summary>
    public Domain? PolicyDomain { get; init; }

    /// <summary>The record that applies; null without one.</summary>
    public DmarcRecord? Record { get; init; }

    /// <summary>The policy that the record sets for this author domain, from p, sp or np; null without a record.</summary>
    public DmarcPolicy? PublishedPolicy { get; init; }

    /// <summary>The policy to apply to a failing message: the published one, or one level less while the owner tests (t=y). Null without a record.</summary>
    public DmarcPolicy? Policy { get; init; }

    /// <summary>Which mechanisms had an aligned and authenticated identifier.</summary>
    public DmarcAlignedBy AlignedBy { get; init; }

    /// <summary>The aligned SPF domain, null without one.</summary>
    public Domain? AlignedSpfDomain { get; init; }

    /// <summary>The first aligned signing domain, null without one.</summary>
    public Domain? AlignedDkimDomain { get; init; }

    /// <summary>Signing domains that passed but left a part of the body unsigned, and so were not used.</summary>
    public IReadOnlyList<Domain> PartialBodyDomains { get; init; } = [];
}
