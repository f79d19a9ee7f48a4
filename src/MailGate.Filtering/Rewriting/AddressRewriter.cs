using System.Diagnostics.CodeAnalysis;

namespace MailGate.Filtering.Rewriting;

/// <summary>
/// Rewrites addresses by the administrator's maps: immutable, shared by all sessions. Order: canonical map, masquerading (senders), aliases and
/// removal of tags (recipients of the envelope). Whether the gateway takes mail for the result is asked by the caller, afterwards.
/// </summary>
public sealed class AddressRewriter
{
    private readonly Dictionary<(RewriteScopes Scope, AddressRoles Role), AddressMap> _canonical;
    private readonly AliasExpansion _expansion;
    private readonly string[] _masqueradeDomains;
    private readonly HashSet<string> _masqueradeExceptions;
    private readonly AddressRewriteOptions _options;

    private AddressRewriter(
        AddressRewriteOptions options,
        Dictionary<(RewriteScopes Scope, AddressRoles Role), AddressMap> canonical,
        AddressMap aliases)
    {
        _options = options;
        _canonical = canonical;
        _expansion = new AliasExpansion(aliases, options.MaxAliasDepth, options.MaxRecipients);
        // The longest first, so that the nearest domain hides the host.
        _masqueradeDomains = [.. options.MasqueradeDomains.Select(domain => domain.ToLowerInvariant()).OrderByDescending(domain => domain.Length)];
        _masqueradeExceptions = new HashSet<string>(options.MasqueradeExceptions, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Checks and compiles the maps; false with every error there is. Circles among listed aliases are found here.</summary>
    public static bool TryCreate(AddressRewriteOptions options, [NotNullWhen(true)] out AddressRewriter? rewriter, out IReadOnlyList<RewriteError> errors)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<RewriteError> problems = [.. AddressRewriteOptionsCheck.Check(options)];
        Dictionary<(RewriteScopes, AddressRoles), AddressMap> canonical = [];
        // Every entry is compiled once for its errors, then once for each place where it applies.
        AddressMap.Build(options.Canonical, options.RecipientDelimiter, problems);
        foreach (RewriteScopes scope in (RewriteScopes[])[RewriteScopes.Envelope, RewriteScopes.Header])
        {
            foreach (AddressRoles role in (AddressRoles[])[AddressRoles.Sender, AddressRoles.Recipient])
            {
                IEnumerable<AddressMapping> chosen = options.Canonical.Where(entry => entry.Scopes.HasFlag(scope) && entry.Roles.HasFlag(role));
                canonical[(scope, role)] = AddressMap.Build(chosen, options.RecipientDelimiter, []);
            }
        }

        AddressMap aliases = AddressMap.Build(options.Aliases, options.RecipientDelimiter, problems);
        AddressRewriter result = new(options, canonical, aliases);
        if (problems.Count == 0)
        {
            problems.AddRange(result.AliasErrors());
        }

        errors = problems;
        rewriter = problems.Count == 0 ? result : null;
        return rewriter is not null;
    }

    /// <summary>What a recipient of the envelope becomes: one address or several.</summary>
    public AddressRewriteResult RewriteRecipient(string recipient, ICollection<AddressStep>? steps = null)
    {
        AddressRewriteResult canonical = Canonicalize(recipient, RewriteScopes.Envelope, AddressRoles.Recipient, steps);
        if (canonical.Error is not null)
        {
            return canonical;
        }

        // "postmaster" without a domain (RFC 5321 §4.5.1) is no key of any map.
        AddressRewriteResult expanded = EmailAddress.IsMailbox(canonical.Addresses[0]) ? _expansion.Expand(canonical.Addresses[0], steps) : canonical;
        return expanded.Error is null && _options.StripSubaddress ? WithoutTags(expanded.Addresses, steps) : expanded;
    }

    /// <summary>What the reverse-path becomes; the null reverse-path stays what it is.</summary>
    /// <param name="reversePath">The mailbox without angle brackets; empty for the null reverse-path.</param>
    public AddressRewriteResult RewriteReversePath(string reversePath, ICollection<AddressStep>? steps = null)
    {
        ArgumentNullException.ThrowIfNull(reversePath);
        return reversePath.Length == 0 ? AddressRewriteResult.Of("") : RewriteSender(reversePath, RewriteScopes.Envelope, steps);
    }

    /// <summary>What an address of the header becomes.</summary>
    public AddressRewriteResult RewriteHeader(string address, AddressRoles role, ICollection<AddressStep>? steps = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        return role == AddressRoles.Sender
            ? RewriteSender(address, RewriteScopes.Header, steps)
            : Canonicalize(address, RewriteScopes.Header, role, steps);
    }

    private AddressRewriteResult RewriteSender(string address, RewriteScopes scope, ICollection<AddressStep>? steps)
    {
        AddressRewriteResult canonical = Canonicalize(address, scope, AddressRoles.Sender, steps);
        return canonical.Error is null && _options.MasqueradeScopes.HasFlag(scope)
            ? AddressRewriteResult.Of(Masquerade(canonical.Addresses[0], steps))
            : canonical;
    }

    private AddressRewriteResult Canonicalize(string address, RewriteScopes scope, AddressRoles role, ICollection<AddressStep>? steps)
    {
        if (!EmailAddress.TrySplit(address, out EmailAddress split) || _canonical[(scope, role)].Find(split) is not { } found)
        {
            return AddressRewriteResult.Of(address);
        }

        steps?.Add(new AddressStep("canonical", address, found.Results, found.Entry));
        return EmailAddress.IsMailbox(found.Results[0])
            ? AddressRewriteResult.Of(found.Results[0])
            : AddressRewriteResult.Failed("the canonical map leads to something that is no address");
    }

    private string Masquerade(string address, ICollection<AddressStep>? steps)
    {
        if (_masqueradeDomains.Length == 0 || !EmailAddress.TrySplit(address, out EmailAddress split) || _masqueradeExceptions.Contains(split.LocalPart))
        {
            return address;
        }

        foreach (string domain in _masqueradeDomains)
        {
            if (split.Domain.Length > domain.Length && split.Domain.EndsWith(domain, StringComparison.Ordinal)
                && split.Domain[split.Domain.Length - domain.Length - 1] == '.')
            {
                string masqueraded = $"{split.LocalPart}@{domain}";
                steps?.Add(new AddressStep("masquerade", address, [masqueraded], null));
                return masqueraded;
            }
        }

        return address;
    }

    private AddressRewriteResult WithoutTags(IReadOnlyList<string> addresses, ICollection<AddressStep>? steps)
    {
        List<string> stripped = new(addresses.Count);
        foreach (string address in addresses)
        {
            string plain = EmailAddress.TrySplit(address, out EmailAddress split)
                ? new EmailAddress(Subaddress.Strip(split.LocalPart, _options.RecipientDelimiter), split.Domain).ToString()
                : address;
            if (plain.Length < address.Length)
            {
                steps?.Add(new AddressStep("subaddress", address, [plain], null));
            }

            if (!stripped.Contains(plain, StringComparer.OrdinalIgnoreCase))
            {
                stripped.Add(plain);
            }
        }

        return new AddressRewriteResult(stripped, null);
    }

    private IEnumerable<RewriteError> AliasErrors()
    {
        foreach (AddressMapping alias in _options.Aliases.Where(alias => EmailAddress.IsMailbox(alias.Match)))
        {
            if (_expansion.Expand(alias.Match).Error is { } error)
            {
                yield return new RewriteError(alias.Source, error);
            }
        }
    }
}
