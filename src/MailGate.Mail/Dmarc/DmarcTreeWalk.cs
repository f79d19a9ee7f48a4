using MailGate.Mail.Addresses;

namespace MailGate.Mail.Dmarc;

/// <summary>The DNS tree walk (RFC 9989 §4.10): from a domain upwards in at most eight queries.</summary>
internal static class DmarcTreeWalk
{
    private const int MaxLabels = 8;

    public static async ValueTask<DmarcWalk> WalkAsync(Domain start, DmarcRecordSource source)
    {
        List<(Domain Domain, DmarcRecord Record)> found = [];
        for (Domain? target = start; target is not null; target = Next(target))
        {
            DmarcAnswer answer = await source.FindAsync(target);
            if (answer.IsTemporaryFailure)
            {
                return new DmarcWalk(OrganizationalDomain: null);
            }

            if (answer.Record is not null)
            {
                found.Add((target, answer.Record));
                if (answer.Record.Psd != DmarcPsd.Unknown)
                {
                    break;
                }
            }
        }

        return Select(start, found);
    }

    // Steps 3 and 4: one label less; from a name of eight or more labels straight to seven.
    private static Domain? Next(Domain domain)
    {
        int labels = domain.Ascii.Count('.') + 1;
        Domain? next = domain.Parent;
        for (int left = labels - 1; left >= MaxLabels; left--)
        {
            next = next!.Parent;
        }

        return next;
    }

    // RFC 9989 §4.10.2, from the longest to the shortest name.
    private static DmarcWalk Select(Domain start, List<(Domain Domain, DmarcRecord Record)> found)
    {
        foreach ((Domain domain, DmarcRecord record) in found)
        {
            if (record.Psd == DmarcPsd.No)
            {
                return new DmarcWalk(domain, domain, record);
            }

            if (record.Psd == DmarcPsd.Yes && !domain.Equals(start))
            {
                Domain below = OneLabelBelow(domain, start);
                // The organizational domain's own record goes before the public suffix's.
                (Domain, DmarcRecord) policy = found.Find(f => f.Domain.Equals(below)) is { Domain: not null } own ? own : (domain, record);
                return new DmarcWalk(below, policy.Item1, policy.Item2);
            }
        }

        return found.Count == 0 ? new DmarcWalk(start) : new DmarcWalk(found[^1].Domain, found[^1].Domain, found[^1].Record);
    }

    private static Domain OneLabelBelow(Domain ancestor, Domain start)
    {
        Domain below = start;
        for (Domain? parent = below.Parent; parent is not null && !parent.Equals(ancestor); parent = below.Parent)
        {
            below = parent;
        }

        return below;
    }
}
