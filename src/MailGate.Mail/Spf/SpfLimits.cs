namespace MailGate.Mail.Spf;

/// <summary>What one check has used of RFC 7208 §4.6.4's limits, and the first reason found for an error.</summary>
internal sealed class SpfLimits(SpfOptions options)
{
    private int _lookupTerms;
    private int _voidLookups;

    /// <summary>Names that one mx term may have, and that one reverse look-up is read for.</summary>
    public int MaxNames => options.MaxNames;

    /// <summary>True once more terms needed the DNS than may.</summary>
    public bool AreTermsExceeded => _lookupTerms > options.MaxLookupTerms;

    /// <summary>What went wrong last.</summary>
    public string? Problem { get; private set; }

    /// <summary>Counts a term that needs the DNS; false when that is one too many.</summary>
    public bool CountLookupTerm()
    {
        _lookupTerms++;
        if (AreTermsExceeded)
        {
            Problem = $"more than {options.MaxLookupTerms} terms need the DNS";
        }

        return !AreTermsExceeded;
    }

    /// <summary>Counts a term that found nothing in the DNS: no match, until there are too many.</summary>
    public SpfMatch CountVoid()
    {
        return ++_voidLookups <= options.MaxVoidLookups ? SpfMatch.No : Permerror($"more than {options.MaxVoidLookups} look-ups found nothing");
    }

    /// <summary>The match of a mechanism whose look-up the DNS did not answer (RFC 7208 §5).</summary>
    public SpfMatch Unanswered(string name, string type)
    {
        Problem = $"the DNS did not answer for {name} {type}";
        return SpfMatch.Temperror;
    }

    /// <summary>The match of a mechanism that cannot be evaluated.</summary>
    public SpfMatch Permerror(string problem)
    {
        Problem = problem;
        return SpfMatch.Permerror;
    }

    /// <summary>Notes why a domain has no record to evaluate.</summary>
    public SpfResultCode Note(SpfResultCode code, string problem)
    {
        Problem = problem;
        return code;
    }
}
