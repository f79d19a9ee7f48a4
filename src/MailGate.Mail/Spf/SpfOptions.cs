namespace MailGate.Mail.Spf;

/// <summary>Limits of an SPF check, with the values of RFC 7208 §4.6.4.</summary>
public sealed class SpfOptions
{
    /// <summary>Most terms in one check that ask the DNS; one more is a permerror.</summary>
    public int MaxLookupTerms { get; set; } = 10;

    /// <summary>Most of those terms that may find nothing; one more is a permerror.</summary>
    public int MaxVoidLookups { get; set; } = 2;

    /// <summary>Most mail exchangers of one <c>mx</c> term (more: permerror), and names of one reverse lookup (more: ignored).</summary>
    public int MaxNames { get; set; } = 10;

    /// <summary>Time for a whole check, after which it is a temperror.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The name of this host, for the <c>%{r}</c> macro.</summary>
    public string ReceiverName { get; set; } = "unknown";

    /// <summary>Whether a fail fetches the domain owner's explanation.</summary>
    public bool FetchExplanation { get; set; } = true;
}
