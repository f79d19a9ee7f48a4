using MailGate.Mail.Addresses;
using MailGate.Mail.Dns;

namespace MailGate.Mail.Spf;

/// <summary>One run of check_host() with everything that it includes and redirects to (RFC 7208 §4).</summary>
internal sealed class SpfEvaluation
{
    private readonly SpfDns _dns;
    private readonly SpfRecordCache _records;
    private readonly SpfOptions _options;
    private readonly LookupDeadline _deadline;
    private readonly SpfLimits _limits;
    private readonly SpfTargetExpander _expander;
    private readonly SpfHostMatcher _hosts;
    private long _authorized;

    public SpfEvaluation(IDnsResolver resolver, SpfMacroValues values, SpfRecordCache records, SpfOptions options, LookupDeadline deadline)
    {
        _dns = new SpfDns(resolver, deadline);
        _records = records;
        _options = options;
        _deadline = deadline;
        _limits = new SpfLimits(options);
        SpfValidatedNames validatedNames = new(_dns, values.Client, options.MaxNames);
        _expander = new SpfTargetExpander(values, validatedNames, _limits);
        _hosts = new SpfHostMatcher(values.Address, _dns, validatedNames, _limits);
    }

    public async ValueTask<SpfResult> RunAsync(Domain domain, SpfIdentity identity)
    {
        SpfOutcome outcome = await CheckHostAsync(domain.Ascii);
        SpfResultCode code = outcome.Code;
        string? problem = code is SpfResultCode.None or SpfResultCode.Temperror or SpfResultCode.Permerror ? _limits.Problem : null;
        if (_deadline.HasPassed)
        {
            // RFC 7208 §4.6.4: out of time is a temperror, also where a mechanism took it for no match.
            code = SpfResultCode.Temperror;
            problem = $"the check took longer than {_options.TimeLimit.TotalSeconds:0} s";
        }

        string? explanation = code == SpfResultCode.Fail && _options.FetchExplanation ? await ExplainAsync(outcome) : null;
        return new SpfResult(code, identity)
        {
            Domain = domain,
            Mechanism = outcome.Matched is null ? null : SpfText.Clean(outcome.Matched.Text),
            Explanation = explanation,
            Problem = problem is null ? null : SpfText.Clean(problem),
            RecordDomain = outcome.Record is null ? null : outcome.Domain,
            Record = outcome.Record?.Text,
            AuthorizedIPv4Addresses = _authorized,
            Lookups = _dns.Lookups,
        };
    }

    private async ValueTask<SpfOutcome> CheckHostAsync(string domain)
    {
        for (bool redirected = false; ; redirected = true)
        {
            (SpfResultCode code, SpfRecord? record) = await ReadRecordAsync(domain);
            if (record is null)
            {
                // RFC 7208 §6.1: a redirect to a domain without a record is a permerror.
                return new SpfOutcome(code == SpfResultCode.None && redirected ? SpfResultCode.Permerror : code, domain);
            }

            _authorized += record.AuthorizedIPv4Addresses;
            SpfOutcome outcome = await EvaluateAsync(record, domain);
            if (outcome.Matched is not null || record.Redirect is null)
            {
                return outcome;
            }

            if (!_limits.CountLookupTerm())
            {
                return outcome with { Code = SpfResultCode.Permerror };
            }

            string? target = await _expander.ExpandAsync(record.Redirect, domain);
            if (target is null || _limits.AreTermsExceeded)
            {
                return outcome with { Code = _limits.Note(SpfResultCode.Permerror, $"the redirect of {domain} gives no domain name") };
            }

            domain = target;
        }
    }

    /// <summary>The directive that decides: by a match, or by an error. Without one the result is neutral (RFC 7208 §4.7).</summary>
    private async ValueTask<SpfOutcome> EvaluateAsync(SpfRecord record, string domain)
    {
        for (int i = 0; i < record.Directives.Count; i++)
        {
            SpfDirective directive = record.Directives[i];
            SpfMatch match = await MatchAsync(directive, domain);
            if (match != SpfMatch.No)
            {
                SpfResultCode code = match switch
                {
                    SpfMatch.Temperror => SpfResultCode.Temperror,
                    SpfMatch.Permerror => SpfResultCode.Permerror,
                    _ => directive.Result,
                };
                return new SpfOutcome(code, domain, record, directive);
            }
        }

        return new SpfOutcome(SpfResultCode.Neutral, domain, record);
    }

    private async ValueTask<(SpfResultCode Code, SpfRecord? Record)> ReadRecordAsync(string domain)
    {
        DnsResult<TxtRecord> result = await _dns.TxtAsync(domain);
        if (result.IsTemporaryFailure)
        {
            return (_limits.Note(SpfResultCode.Temperror, $"the DNS did not answer for {domain} TXT"), null);
        }

        string? text = null;
        for (int i = 0; i < result.Records.Count; i++)
        {
            if (!SpfRecordParser.IsSpfRecord(result.Records[i].Text))
            {
                continue;
            }

            if (text is not null)
            {
                return (_limits.Note(SpfResultCode.Permerror, $"{domain} publishes more than one SPF record"), null);
            }

            text = result.Records[i].Text;
        }

        return text is null ? (_limits.Note(SpfResultCode.None, $"{domain} publishes no SPF record"), null) : Parse(text, domain);
    }

    private (SpfResultCode Code, SpfRecord? Record) Parse(string text, string domain)
    {
        SpfRecord? record = _records.Find(text);
        if (record is null)
        {
            if (!SpfRecordParser.TryParse(text, out record, out string problem))
            {
                return (_limits.Note(SpfResultCode.Permerror, $"the SPF record of {domain} is wrong: {problem}"), null);
            }

            _records.Add(record);
        }

        return (SpfResultCode.None, record);
    }

    private ValueTask<SpfMatch> MatchAsync(SpfDirective directive, string domain) => directive.Mechanism switch
    {
        SpfMechanism.All => new(SpfMatch.Yes),
        SpfMechanism.Ip4 or SpfMechanism.Ip6 => new(_hosts.IsInNetwork(directive) ? SpfMatch.Yes : SpfMatch.No),
        _ => MatchByLookupAsync(directive, domain),
    };

    private async ValueTask<SpfMatch> MatchByLookupAsync(SpfDirective directive, string domain)
    {
        if (!_limits.CountLookupTerm())
        {
            return SpfMatch.Permerror;
        }

        string? target = directive.DomainSpec is null ? domain : await _expander.ExpandAsync(directive.DomainSpec, domain);
        if (_limits.AreTermsExceeded)
        {
            return SpfMatch.Permerror;
        }

        if (directive.Mechanism == SpfMechanism.Include)
        {
            return target is null ? _limits.Permerror($"'{directive.Text}' gives no domain name") : await MatchIncludeAsync(target);
        }

        // RFC 7208 §4.8 leaves a name that cannot be asked open; as a name that does not exist it does the least harm.
        return target is null ? SpfMatch.No : await _hosts.MatchAsync(directive, target);
    }

    // RFC 7208 §5.2. The number of terms bounds the depth.
    private async ValueTask<SpfMatch> MatchIncludeAsync(string target)
    {
        SpfOutcome outcome = await CheckHostAsync(target);
        return outcome.Code switch
        {
            SpfResultCode.Pass => SpfMatch.Yes,
            SpfResultCode.Temperror => SpfMatch.Temperror,
            SpfResultCode.Permerror or SpfResultCode.None => SpfMatch.Permerror,
            _ => SpfMatch.No,
        };
    }

    // RFC 7208 §6.2: whatever goes wrong here is as if there were no exp modifier, and no limit counts.
    private async ValueTask<string?> ExplainAsync(SpfOutcome outcome)
    {
        if (outcome.Record?.Explanation is not { } spec || await _expander.ExpandAsync(spec, outcome.Domain) is not { } target)
        {
            return null;
        }

        DnsResult<TxtRecord> result = await _dns.TxtAsync(target);
        if (result.Records is not [var single] || !SpfMacroParser.TryParseExplanation(single.Text, out SpfMacroString? text))
        {
            return null;
        }

        return await _expander.ExpandTextAsync(text, outcome.Domain) is { } explanation ? SpfText.Clean(explanation) : null;
    }
}
