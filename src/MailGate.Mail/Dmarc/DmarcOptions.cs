using MailGate.Mail.PublicSuffix;

namespace MailGate.Mail.Dmarc;

/// <summary>Settings of DMARC evaluation.</summary>
public sealed class DmarcOptions
{
    /// <summary>When set, organizational domains come from this list, as RFC 7489 §3.2 had it, and not from the DNS tree walk.</summary>
    public PublicSuffixList? PublicSuffixes { get; set; }

    /// <summary>Whether a signature that leaves a part of the body unsigned counts (ATTACKS B05: it should not).</summary>
    public bool AcceptPartialBody { get; set; }

    /// <summary>Most different signing domains that are looked at, in the order of the signatures.</summary>
    public int MaxIdentifiers { get; set; } = 20;

    /// <summary>Time for all look-ups of one message, after which the result is a temperror.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(20);
}
