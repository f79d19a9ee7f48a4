using MailGate.Mail.Addresses;
using MailGate.Mail.Dkim;
using MailGate.Mail.Dmarc;
using MailGate.Mail.Spf;

namespace MailGate.Mail.Authentication;

/// <summary>Settings of everything that says who sent a message.</summary>
public sealed class AuthenticationOptions
{
    /// <summary>The methods that are used. The others ask nobody, find <c>none</c>, and are left out of the report.</summary>
    public AuthenticationMethodSet Methods { get; init; } = AuthenticationMethodSet.All;

    public SpfOptions Spf { get; init; } = new();

    public DkimOptions Dkim { get; init; } = new();

    public DmarcOptions Dmarc { get; init; } = new();

    /// <summary>Whose ARC seals are believed (the d= of their seals); nobody's by default, since anybody can seal anything (ATTACKS B12).</summary>
    public IReadOnlySet<Domain> TrustedSealers { get; init; } = new HashSet<Domain>();
}
