using MailGate.Mail.Addresses;

namespace MailGate.Mail.Dmarc;

/// <summary>DMARC for one message: policy discovery (RFC 9989 §4.10.1), then alignment (§4.10.2).</summary>
internal sealed class DmarcEvaluation
{
    private readonly DmarcRequest _request;
    private readonly Domain _author;
    private readonly DmarcRecordSource _source;
    private readonly DmarcOptions _options;
    private readonly DmarcOrganization _organization;
    private readonly List<DmarcIdentifier> _dkim = [];
    private readonly List<Domain> _partial = [];

    public DmarcEvaluation(DmarcRequest request, Domain author, DmarcRecordSource source, DmarcOptions options)
    {
        _request = request;
        _author = author;
        _source = source;
        _options = options;
        _organization = new DmarcOrganization(source, options.PublicSuffixes);
        SelectSignatures();
    }

    public async ValueTask<DmarcResult> RunAsync()
    {
        DmarcAnswer own = await _source.FindAsync(_author);
        if (own.IsTemporaryFailure)
        {
            return Result(DmarcResultCode.Temperror, $"the DNS did not answer for the policy of {_author}");
        }

        // RFC 9989 §4.10.2: an identifier that is the author's domain, which has a record, needs no walk and makes it the organizational domain.
        bool isIdentical = own.Record is not null && HasIdenticalPass();
        DmarcWalk walk = isIdentical ? new DmarcWalk(_author) : await _organization.FindAsync(_author);
        (Domain? policyDomain, DmarcRecord? record) = own.Record is not null ? (_author, own.Record) : (walk.PolicyDomain, walk.Record);
        if (record is null || policyDomain is null)
        {
            return walk.OrganizationalDomain is null
                ? Result(DmarcResultCode.Temperror, $"the DNS did not answer for the policy above {_author}")
                : Result(DmarcResultCode.None, $"no policy record for {_author}");
        }

        if (!record.IsApplicable)
        {
            return Result(DmarcResultCode.None, $"the record of {policyDomain} has no valid policy and nowhere to report to");
        }

        if (await SelectPolicyAsync(record, policyDomain) is not { } policy)
        {
            return Result(DmarcResultCode.Temperror, $"the DNS did not tell whether {_author} exists");
        }

        DmarcResult found = Result(DmarcResultCode.Fail, "") with
        {
            OrganizationalDomain = walk.OrganizationalDomain,
            PolicyDomain = policyDomain,
            Record = record,
            PublishedPolicy = policy,
            Policy = record.IsTesting && policy != DmarcPolicy.None ? policy - 1 : policy,
        };
        return await AlignAsync(found, record, walk.OrganizationalDomain);
    }

    private async ValueTask<DmarcResult> AlignAsync(DmarcResult found, DmarcRecord record, Domain? organization)
    {
        DmarcIdentifier? dkim = null, spf = null;
        string? uncertain = null;
        foreach (DmarcIdentifier identifier in _dkim)
        {
            if (dkim is null && await IsUsableAsync(identifier, record.DkimAlignment))
            {
                dkim = identifier;
            }
        }

        if (_request.Spf is not null && await IsUsableAsync(_request.Spf, record.SpfAlignment))
        {
            spf = _request.Spf;
        }

        DmarcAlignedBy alignedBy = (dkim is null ? 0 : DmarcAlignedBy.Dkim) | (spf is null ? 0 : DmarcAlignedBy.Spf);
        (DmarcResultCode code, string reason) = alignedBy != DmarcAlignedBy.None
            ? (DmarcResultCode.Pass, $"{(dkim ?? spf)!.Domain} is authenticated and aligned with {_author}")
            : uncertain is not null
                ? (DmarcResultCode.Temperror, uncertain)
                : (DmarcResultCode.Fail, $"no authenticated identifier is aligned with {_author}");
        return found with { Code = code, Reason = reason, AlignedBy = alignedBy, AlignedDkimDomain = dkim?.Domain, AlignedSpfDomain = spf?.Domain };

        async ValueTask<bool> IsUsableAsync(DmarcIdentifier identifier, DmarcAlignmentMode mode)
        {
            if (identifier.Status == DmarcIdentifierStatus.NotAuthenticated)
            {
                return false;
            }

            DmarcAlignment alignment = await CompareAsync(identifier.Domain, mode, organization);
            if (alignment == DmarcAlignment.Aligned && identifier.Status == DmarcIdentifierStatus.Pass)
            {
                return true;
            }

            // RFC 9989 §5.3.6: what might pass or be aligned once the DNS answers is no fail.
            uncertain ??= alignment switch
            {
                DmarcAlignment.Aligned => $"the check of {identifier.Domain} met a temporary error",
                DmarcAlignment.Unknown => $"the DNS did not tell whether {identifier.Domain} is aligned with {_author}",
                _ => null,
            };
            return false;
        }
    }

    private async ValueTask<DmarcAlignment> CompareAsync(Domain identifier, DmarcAlignmentMode mode, Domain? organization)
    {
        if (identifier.Equals(_author))
        {
            return DmarcAlignment.Aligned;
        }

        if (mode == DmarcAlignmentMode.Strict)
        {
            return DmarcAlignment.NotAligned;
        }

        if (organization is null)
        {
            // Both under one top label: they might have one organizational domain.
            ReadOnlySpan<char> topLabel = _author.Ascii.AsSpan(_author.Ascii.LastIndexOf('.') + 1);
            ReadOnlySpan<char> otherTopLabel = identifier.Ascii.AsSpan(identifier.Ascii.LastIndexOf('.') + 1);
            return topLabel.SequenceEqual(otherTopLabel) ? DmarcAlignment.Unknown : DmarcAlignment.NotAligned;
        }

        // The organizational domain is above both, or they share none: no need to ask.
        if (!identifier.IsUnder(organization))
        {
            return DmarcAlignment.NotAligned;
        }

        DmarcWalk walk = await _organization.FindAsync(identifier);
        return walk.OrganizationalDomain is null ? DmarcAlignment.Unknown
            : walk.OrganizationalDomain.Equals(organization) ? DmarcAlignment.Aligned
            : DmarcAlignment.NotAligned;
    }

    // RFC 9989 §4.10.1: p for the record's own domain; below it sp where the author's domain exists, np where it does not.
    private async ValueTask<DmarcPolicy?> SelectPolicyAsync(DmarcRecord record, Domain policyDomain)
    {
        if (policyDomain.Equals(_author))
        {
            return record.EffectivePolicy;
        }

        if (record.EffectiveSubdomainPolicy == record.EffectiveNonExistentPolicy)
        {
            return record.EffectiveSubdomainPolicy;
        }

        return await _source.ExistsAsync(_author) switch
        {
            true => record.EffectiveSubdomainPolicy,
            false => record.EffectiveNonExistentPolicy,
            null => null,
        };
    }

    private bool HasIdenticalPass()
    {
        return (_request.Spf is { Status: DmarcIdentifierStatus.Pass } spf && spf.Domain.Equals(_author))
            || _dkim.Exists(d => d.Status == DmarcIdentifierStatus.Pass && d.Domain.Equals(_author));
    }

    private void SelectSignatures()
    {
        foreach (DmarcIdentifier signature in _request.Dkim)
        {
            if (signature.Status == DmarcIdentifierStatus.Pass && !signature.CoversWholeBody && !_options.AcceptPartialBody)
            {
                _partial.Add(signature.Domain);
            }
            else if (signature.Status != DmarcIdentifierStatus.NotAuthenticated && !_dkim.Exists(d => d.Status == signature.Status && d.Domain.Equals(signature.Domain))
                && _dkim.Count < _options.MaxIdentifiers)
            {
                _dkim.Add(signature);
            }
        }
    }

    private DmarcResult Result(DmarcResultCode code, string reason) => new(code, reason) { AuthorDomain = _author, PartialBodyDomains = _partial };
}
