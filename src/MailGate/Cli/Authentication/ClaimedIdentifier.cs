using MailGate.Mail.Addresses;
using MailGate.Mail.Dmarc;

namespace MailGate.Cli.Authentication;

/// <summary>
/// What <c>--spf</c> or <c>--dkim</c> supposes: a domain that passed (<c>example.com</c>), a result (<c>fail</c>), or both (<c>fail:example.com</c>).
/// </summary>
/// <param name="Status">The result, as far as DMARC asks.</param>
/// <param name="Domain">The domain; null where only a result is given.</param>
internal sealed record ClaimedIdentifier(DmarcIdentifierStatus Status, Domain? Domain)
{
    // RFC 8601 §2.7.1, §2.7.2.
    private static readonly string[] OtherResults = ["none", "fail", "softfail", "neutral", "policy", "permerror"];

    /// <summary>Null for what is none of these.</summary>
    public static ClaimedIdentifier? Parse(string text)
    {
        int separator = text.IndexOfAny([':', '=']);
        if (separator < 0)
        {
            return ReadStatus(text) is { } result ? new ClaimedIdentifier(result, null)
                : Domain.TryParse(EnvelopeArguments.DomainOf(text), out Domain? passed) ? new ClaimedIdentifier(DmarcIdentifierStatus.Pass, passed)
                : null;
        }

        // Either may stand first.
        (string first, string second) = (text[..separator], text[(separator + 1)..]);
        (DmarcIdentifierStatus? status, string name) = ReadStatus(first) is { } before ? (before, second) : (ReadStatus(second), first);
        return status is not null && Domain.TryParse(EnvelopeArguments.DomainOf(name), out Domain? domain) ? new ClaimedIdentifier(status.Value, domain) : null;
    }

    /// <summary>What DMARC is told.</summary>
    /// <param name="otherwise">The domain where none was given.</param>
    public DmarcIdentifier ToIdentifier(Domain otherwise) => new(Status, Domain ?? otherwise);

    private static DmarcIdentifierStatus? ReadStatus(string word) => word.ToLowerInvariant() switch
    {
        "pass" => DmarcIdentifierStatus.Pass,
        "temperror" => DmarcIdentifierStatus.Temperror,
        var other when OtherResults.Contains(other) => DmarcIdentifierStatus.NotAuthenticated,
        _ => null,
    };
}
