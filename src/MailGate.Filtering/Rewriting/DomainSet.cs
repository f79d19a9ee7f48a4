using System.Diagnostics.CodeAnalysis;
using MailGate.Mail.Addresses;

namespace MailGate.Filtering.Rewriting;

/// <summary>
/// Domains as an administrator lists them: <c>example.com</c> is that domain alone, <c>*.example.com</c> everything below it. Used for the domains
/// that the gateway accepts mail for, asked after rewriting, so that no rewriting makes an open relay.
/// </summary>
public sealed class DomainSet
{
    private readonly HashSet<string> _exact;
    private readonly HashSet<string> _parents;

    private DomainSet(HashSet<string> exact, HashSet<string> parents)
    {
        _exact = exact;
        _parents = parents;
    }

    /// <summary>Reads a list; false with every entry that is no domain.</summary>
    public static bool TryCreate(IEnumerable<string> entries, [NotNullWhen(true)] out DomainSet? set, out IReadOnlyList<string> errors)
    {
        ArgumentNullException.ThrowIfNull(entries);
        HashSet<string> exact = [], parents = [];
        List<string> problems = [];
        foreach (string entry in entries)
        {
            bool isParent = entry.StartsWith("*.", StringComparison.Ordinal);
            if (Domain.TryParse(isParent ? entry.AsSpan(2) : entry, out Domain? domain))
            {
                (isParent ? parents : exact).Add(domain.Ascii);
            }
            else
            {
                problems.Add($"'{entry}' is not a domain: write example.com, or *.example.com for its subdomains");
            }
        }

        errors = problems;
        set = problems.Count == 0 ? new DomainSet(exact, parents) : null;
        return set is not null;
    }

    /// <summary>True when the domain is listed. Anything that is not a domain is not.</summary>
    public bool Contains(string domain) => Domain.TryParse(domain, out Domain? parsed) && Contains(parsed);

    /// <inheritdoc cref="Contains(string)"/>
    public bool Contains(Domain domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return _exact.Contains(domain.Ascii) || (_parents.Count > 0 && FindParent(domain.Ascii) is not null);
    }

    /// <summary>True when the address's domain is listed; false for anything without one.</summary>
    public bool ContainsDomainOf(string address) => EmailAddress.TrySplit(address, out EmailAddress split) && Contains(split.Domain);

    /// <summary>The longest listed <c>*.</c> domain that this one lies below, or null.</summary>
    internal string? FindParent(string ascii)
    {
        for (int dot = ascii.IndexOf('.'); dot >= 0; dot = ascii.IndexOf('.', dot + 1))
        {
            if (_parents.TryGetValue(ascii[(dot + 1)..], out string? parent))
            {
                return parent;
            }
        }

        return null;
    }
}
