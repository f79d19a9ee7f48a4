using MailGate.Mail.Addresses;

namespace MailGate.Filtering.Rewriting;

/// <summary>What can be wrong with <see cref="AddressRewriteOptions"/> beside the entries of its maps.</summary>
internal static class AddressRewriteOptionsCheck
{
    private const int HighestLimit = 10_000;

    public static IEnumerable<RewriteError> Check(AddressRewriteOptions options)
    {
        foreach (AddressMapping entry in options.Canonical.Where(entry => entry.Targets.Count > 1))
        {
            yield return new RewriteError(entry.Source, $"'{entry.Match}' has {entry.Targets.Count} targets; only an alias may have several");
        }

        foreach (AddressMapping entry in options.Canonical.Where(entry => entry.Scopes == RewriteScopes.None || entry.Roles == AddressRoles.None))
        {
            yield return new RewriteError(entry.Source, $"'{entry.Match}' applies to nothing");
        }

        foreach (string domain in options.MasqueradeDomains.Where(domain => !Domain.TryParse(domain, out _)))
        {
            yield return new RewriteError(null, $"masquerade domain '{domain}' is not a domain");
        }

        if (options.RecipientDelimiter.Any(c => !"+-=_.#/".Contains(c, StringComparison.Ordinal)))
        {
            yield return new RewriteError(null, $"recipient delimiter '{options.RecipientDelimiter}': use one or more of + - = _ . # /");
        }

        if (options.StripSubaddress && options.RecipientDelimiter.Length == 0)
        {
            yield return new RewriteError(null, "tags can only be removed when the recipient delimiter is set");
        }

        if (options.MaxRecipients is < 1 or > HighestLimit || options.MaxAliasDepth is < 1 or > 100)
        {
            yield return new RewriteError(null, $"an alias may lead to 1 to {HighestLimit} recipients, through 1 to 100 aliases");
        }
    }
}
