using MailGate.Mail.Addresses;

namespace MailGate.Mail.Dmarc;

/// <summary>What was found above a domain.</summary>
/// <param name="OrganizationalDomain">The domain's organizational domain; null when the DNS did not answer.</param>
/// <param name="PolicyDomain">The organizational domain, or else the public suffix, where it has a record; null where neither has.</param>
/// <param name="Record">That record.</param>
internal sealed record DmarcWalk(Domain? OrganizationalDomain, Domain? PolicyDomain = null, DmarcRecord? Record = null);
