using System.Text.RegularExpressions;
using MailGate.Mail.Addresses;

namespace MailGate.Filtering.Rewriting;

/// <summary>
/// A compiled address map. The most exact entry wins: the address, the address without its tag, its domain, the nearest parent domain, then the
/// regular expressions in their order. One look-up costs the same however many addresses and domains are listed.
/// </summary>
internal sealed class AddressMap
{
    private readonly Dictionary<string, AddressEntry> _addresses = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, AddressEntry> _domains = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AddressEntry> _parents = new(StringComparer.Ordinal);
    private readonly List<(Regex Pattern, AddressEntry Entry)> _patterns = [];
    private readonly string _delimiters;

    private AddressMap(string delimiters) => _delimiters = delimiters;

    /// <summary>Compiles a map; what is wrong is added to <paramref name="errors"/>.</summary>
    public static AddressMap Build(IEnumerable<AddressMapping> mappings, string delimiters, List<RewriteError> errors)
    {
        AddressMap map = new(delimiters);
        foreach (AddressMapping mapping in mappings)
        {
            if (map.Add(mapping) is { } problem)
            {
                errors.Add(new RewriteError(mapping.Source, $"'{mapping.Match}': {problem}"));
            }
        }

        return map;
    }

    /// <summary>What the address becomes and by which entry, or null when none matches it. The results are not checked.</summary>
    public AddressMatch? Find(EmailAddress address)
    {
        string key = address.ToString();
        if (_addresses.TryGetValue(key, out AddressEntry? entry))
        {
            return entry.Apply(address, null, "");
        }

        int tag = Subaddress.TagOffset(address.LocalPart, _delimiters);
        if (tag < address.LocalPart.Length && _addresses.TryGetValue($"{address.LocalPart[..tag]}@{address.Domain}", out entry))
        {
            return entry.Apply(address, null, address.LocalPart[tag..]);
        }

        return FindByDomain(address) ?? FindByPattern(key, address);
    }

    private AddressMatch? FindByDomain(EmailAddress address)
    {
        if (_domains.Count + _parents.Count == 0 || !Domain.TryParse(address.Domain, out Domain? domain))
        {
            return null;
        }

        if (_domains.TryGetValue(domain.Ascii, out AddressEntry? entry))
        {
            return entry.Apply(address, null, "");
        }

        for (Domain? parent = domain.Parent; _parents.Count > 0 && parent is not null; parent = parent.Parent)
        {
            if (_parents.TryGetValue(parent.Ascii, out entry))
            {
                return entry.Apply(address, null, "");
            }
        }

        return null;
    }

    private AddressMatch? FindByPattern(string key, EmailAddress address)
    {
        // An address from an envelope is never longer; one from a header may be anything.
        if (key.Length > EmailAddress.MaxOctets)
        {
            return null;
        }

        foreach ((Regex pattern, AddressEntry entry) in _patterns)
        {
            if (pattern.Match(key) is { Success: true } match)
            {
                return entry.Apply(address, match, "");
            }
        }

        return null;
    }

    private string? Add(AddressMapping mapping)
    {
        if (mapping.Targets.Count == 0)
        {
            return "it has no target";
        }

        string match = mapping.Match;
        if (match.Length > 2 && match[0] == '/' && match[^1] == '/')
        {
            return AddPattern(match[1..^1], mapping);
        }

        string? problem = TryParseTargets(mapping.Targets, null, out AddressTarget[] targets);
        if (problem is not null)
        {
            return problem;
        }

        AddressEntry entry = new(mapping, targets);
        if (match.StartsWith('@'))
        {
            bool isParent = match.StartsWith("@*.", StringComparison.Ordinal);
            return !Domain.TryParse(match.AsSpan(isParent ? 3 : 1), out Domain? domain) ? "the domain is none"
                : (isParent ? _parents : _domains).TryAdd(domain.Ascii, entry) ? null : "it is listed twice";
        }

        return !EmailAddress.IsMailbox(match) ? "it is neither user@domain, @domain, @*.domain nor /regular expression/"
            : _addresses.TryAdd(match, entry) ? null : "it is listed twice";
    }

    private string? AddPattern(string expression, AddressMapping mapping)
    {
        try
        {
            // The whole address must match: a pattern for a@example.com must not hit xa@example.com.evil.example.
            Regex pattern = new(
                $@"\A(?:{expression})\z",
                RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            string? problem = TryParseTargets(mapping.Targets, pattern, out AddressTarget[] targets);
            if (problem is null)
            {
                _patterns.Add((pattern, new AddressEntry(mapping, targets)));
            }

            return problem;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return $"the regular expression cannot be used: {exception.Message}";
        }
    }

    private static string? TryParseTargets(IReadOnlyList<string> texts, Regex? pattern, out AddressTarget[] targets)
    {
        targets = new AddressTarget[texts.Count];
        for (int i = 0; i < texts.Count; i++)
        {
            if (!AddressTarget.TryParse(texts[i], pattern, out AddressTarget? target, out string? problem))
            {
                return problem;
            }

            targets[i] = target;
        }

        return null;
    }
}
