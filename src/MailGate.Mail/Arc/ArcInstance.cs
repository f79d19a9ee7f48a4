using MailGate.Mail.Addresses;

namespace MailGate.Mail.Arc;

/// <summary>One set of a chain, as its fields have it. It may be believed only where the chain passed and the sealer is trusted.</summary>
/// <param name="Instance">i=, from 1: the order in which sets were added.</param>
/// <param name="ChainStatus">cv= of the seal; null when it cannot be read.</param>
/// <param name="Domain">d= of the seal: the custodian.</param>
/// <param name="Selector">s= of the seal.</param>
/// <param name="SignatureDomain">d= of the message signature.</param>
/// <param name="AuthenticationResults">What the custodian found: the payload of its ARC-Authentication-Results, after "i=N;" (RFC 8601 syntax), unfolded.</param>
/// <param name="SealedAt">t= of the seal.</param>
public sealed record ArcInstance(
    int Instance, ArcResult? ChainStatus, Domain? Domain, string? Selector, Domain? SignatureDomain, string AuthenticationResults, DateTimeOffset? SealedAt);
