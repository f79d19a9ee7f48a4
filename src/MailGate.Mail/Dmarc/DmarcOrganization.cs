using MailGate.Mail.Addresses;
using MailGate.Mail.PublicSuffix;

namespace MailGate.Mail.Dmarc;

/// <summary>Finds organizational domains: by the tree walk (RFC 9989 §4.10), or by a public suffix list (RFC 7489 §3.2).</summary>
internal sealed class DmarcOrganization(DmarcRecordSource source, PublicSuffixList? suffixes)
{
    /// <summary>The organizational domain of a domain, and the record that applies to it when it has none of its own.</summary>
    public ValueTask<DmarcWalk> FindAsync(Domain domain) => suffixes is null ? DmarcTreeWalk.WalkAsync(domain, source) : LookUpAsync(domain, suffixes);

    private async ValueTask<DmarcWalk> LookUpAsync(Domain domain, PublicSuffixList list)
    {
        Domain organization = list.OrganizationalDomain(domain) ?? domain;
        DmarcAnswer answer = await source.FindAsync(organization);
        if (answer.IsTemporaryFailure)
        {
            return new DmarcWalk(OrganizationalDomain: null);
        }

        return answer.Record is null ? new DmarcWalk(organization) : new DmarcWalk(organization, organization, answer.Record);
    }
}
