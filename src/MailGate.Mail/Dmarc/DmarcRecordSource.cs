using MailGate.Mail.Addresses;
using MailGate.Mail.Dns;

namespace MailGate.Mail.Dmarc;

/// <summary>Asks for policy records, each name once in a message.</summary>
internal sealed class DmarcRecordSource(IDnsResolver resolver, LookupDeadline deadline)
{
    private readonly Dictionary<string, DmarcAnswer> _answers = new(StringComparer.Ordinal);

    /// <summary>The one record of a domain (RFC 9989 §4.10 steps 1 and 2).</summary>
    public async ValueTask<DmarcAnswer> FindAsync(Domain domain)
    {
        if (!_answers.TryGetValue(domain.Ascii, out DmarcAnswer answer))
        {
            answer = await AskAsync(domain);
            _answers.Add(domain.Ascii, answer);
        }

        return answer;
    }

    /// <summary>Whether a domain exists (RFC 9989 §3.2.13, RFC 8020): false is NXDOMAIN, null is no answer.</summary>
    public async ValueTask<bool?> ExistsAsync(Domain domain)
    {
        DnsResult<AddressRecord> result = await deadline.AwaitAsync(resolver.ResolveAAsync(domain.Ascii, deadline.Token));
        return result.IsTemporaryFailure ? null : result.Status != DnsStatus.NxDomain;
    }

    private async ValueTask<DmarcAnswer> AskAsync(Domain domain)
    {
        DnsResult<TxtRecord> result = await deadline.AwaitAsync(resolver.ResolveTxtAsync("_dmarc." + domain.Ascii, deadline.Token));
        if (result.IsTemporaryFailure)
        {
            return new DmarcAnswer(null, IsTemporaryFailure: true);
        }

        DmarcRecord? found = null;
        for (int i = 0; i < result.Records.Count; i++)
        {
            if (!DmarcRecordParser.TryParse(result.Records[i].Text, out DmarcRecord? record))
            {
                continue;
            }

            // RFC 9989 §4.10: several records are all discarded.
            if (found is not null)
            {
                return default;
            }

            found = record;
        }

        return new DmarcAnswer(found, IsTemporaryFailure: false);
    }
}
