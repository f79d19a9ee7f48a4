namespace MailGate.Mail.Dmarc;

/// <summary>A DMARC policy record (RFC 9989 §4.7), with the defaults where a tag is missing or wrong.</summary>
/// <param name="Text">The record as published.</param>
public sealed record DmarcRecord(string Text)
{
    /// <summary>The "p" tag; null when it is missing or wrong.</summary>
    public DmarcPolicy? Policy { get; init; }

    /// <summary>The "sp" tag, for subdomains; null when it is missing or wrong.</summary>
    public DmarcPolicy? SubdomainPolicy { get; init; }

    /// <summary>The "np" tag, for subdomains that do not exist; null when it is missing or wrong.</summary>
    public DmarcPolicy? NonExistentPolicy { get; init; }

    /// <summary>True when "p" is missing, or one of "p", "sp" and "np" is wrong (RFC 9989 §4.10.1).</summary>
    public bool IsPolicyInvalid { get; init; }

    public DmarcAlignmentMode DkimAlignment { get; init; }

    public DmarcAlignmentMode SpfAlignment { get; init; }

    public DmarcPsd Psd { get; init; }

    /// <summary>The "t" tag: the owner is testing, and failing mail gets one level less (RFC 9989 §4.7).</summary>
    public bool IsTesting { get; init; }

    /// <summary>The "fo" tag: what failure reports are wanted for.</summary>
    public string FailureOptions { get; init; } = "0";

    /// <summary>Where aggregate reports go.</summary>
    public IReadOnlyList<DmarcReportUri> AggregateReports { get; init; } = [];

    /// <summary>Where failure reports go.</summary>
    public IReadOnlyList<DmarcReportUri> FailureReports { get; init; } = [];

    /// <summary>The "pct" tag of RFC 7489, for people to see; nothing depends on it (RFC 9989 §A.6). 100 without one.</summary>
    public int HistoricPercentage { get; init; } = 100;

    /// <summary>The policy for mail whose author's domain is the record's own.</summary>
    public DmarcPolicy EffectivePolicy => IsPolicyInvalid ? DmarcPolicy.None : Policy ?? DmarcPolicy.None;

    /// <summary>The policy for subdomains that exist: "sp", else "p".</summary>
    public DmarcPolicy EffectiveSubdomainPolicy => IsPolicyInvalid ? DmarcPolicy.None : SubdomainPolicy ?? EffectivePolicy;

    /// <summary>The policy for subdomains that do not exist: "np", else "sp", else "p".</summary>
    public DmarcPolicy EffectiveNonExistentPolicy => IsPolicyInvalid ? DmarcPolicy.None : NonExistentPolicy ?? EffectiveSubdomainPolicy;

    /// <summary>
    /// False when the record asks for nothing: its policy is invalid and there is nowhere to report to (RFC 9989 §4.10.1).
    /// An invalid policy with somewhere to report to is as <c>p=none</c>.
    /// </summary>
    public bool IsApplicable => !IsPolicyInvalid || AggregateReports.Count > 0;
}
