using System.Text.RegularExpressions;
using MailGate.Mail.Addresses;

namespace MailGate.Filtering.Rewriting;

/// <summary>
/// A compiled address map. The most exact entry wins: the address, the address without its tag, its domain, the nearest parent domain, then the
/// regular expressions in their order. One look-up costs the same however many addresses and domains are listed.
/// </summary>
internal sealed class AddressMap
{
    private readonly Dictionary<string, AddressTarget[]> _addresses = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, AddressTarget[]> _domains = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AddressTarget[]> _parents = new(StringComparer.Ordinal);
    private readonly List<(Regex Pattern, AddressTarget[] Targets)> _patterns = [];
    private readonly string _delimiters;

    private AddressMap(string delimiters) => _delimiters = delimiters;

    /// <summary>The addresses that are listed exactly.</summary>
    public IEnumerable<string> Addresses => _addresses.Keys;

    /// <summary>Compiles a map; what is wrong is added to <paramref name="errors"/>.</summary>
    public static AddressMap Build(IEnumerable<AddressMapping> mappings, string delimiters, List<string> errors)
    {
        AddressMap map = new(delimiters);
        foreach (AddressMapping mapping in mappings)
        {
            if (map.Add(mapping) is { } problem)
            {
                errors.Add($"{(mapping.Source is null ? "" : mapping.Source + ": ")}address map entry '{mapping.Match}': {problem}");
            }
        }

        return map;
    }

    /// <summary>What the address becomes, or null when no entry matches it. The results are not checked.</summary>
    public List<string>? Find(EmailAddress address)
    {
        string key = address.ToString();
        if (_addresses.TryGetValue(key, out AddressTarget[]? targets))
        {
            return Apply(targets, address, null, "");
        }

        int tag = Subaddress.TagOffset(address.LocalPart, _delimiters);
        if (tag < address.LocalPart.Length && _addresses.TryGetValue($"{address.LocalPart[..tag]}@{address.Domain}", out targets))
        {
            return Apply(targets, address, null, address.LocalPart[tag..]);
        }

        return FindByDomain(address) ?? FindByPattern(key, address);
    }

    private static List<string> Apply(AddressTarget[] targets, EmailAddress address, Match? match, string tag)
    {
        List<string> results = new(targets.Length);
        foreach (AddressTarget target in targets)
        {
            results.Add(target.Apply(address, match, tag));
        }

        return results;
    }

    private List<string>? FindByDomain(EmailAddress address)
    {
        if (_domains.Count + _parents.Count == 0 || !Domain.TryParse(address.Domain, out Domain? domain))
        {
            return null;
        }

        if (_domains.TryGetValue(domain.Ascii, out AddressTarget[]? targets))
        {
            return Apply(targets, address, null, "");
        }

        for (Domain? parent = domain.Parent; _parents.Count > 0 && parent is not null; parent = parent.Parent)
        {
            if (_parents.TryGetValue(parent.Ascii, out targets))
            {
                return Apply(targets, address, null, "");
            }
        }

        return null;
    }

    private List<string>? FindByPattern(string key, EmailAddress address)
    {
        // An address from an envelope is never longer; one from a header may be anything.
        if (key.Length > EmailAddress.MaxOctets)
        {
            return null;
        }

        foreach ((Regex pattern, AddressTarget[] targets) in _patterns)
        {
            if (pattern.Match(key) is { Success: true } match)
            {
                return Apply(targets, address, match, "");
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
            return AddPattern(match[1..^1], mapping.Targets);
        }

        string? problem = TryParseTargets(mapping.Targets, null, out AddressTarget[] targets);
        if (problem is not null)
        {
            return problem;
        }

        if (match.StartsWith('@'))
        {
            bool isParent = match.StartsWith("@*.", StringComparison.Ordinal);
            return !Domain.TryParse(match.AsSpan(isParent ? 3 : 1), out Domain? domain) ? "the domain is none"
                : (isParent ? _parents : _domains).TryAdd(domain.Ascii, targets) ? null : "it is listed twice";
        }

        return !EmailAddress.IsMailbox(match) ? "it is neither user@domain, @domain, @*.domain nor /regular expression/"
            : _addresses.TryAdd(match, targets) ? null : "it is listed twice";
    }

    private string? AddPattern(string expression, IReadOnlyList<string> targetTexts)
    {
        try
        {
            // The whole address must match: a pattern for a@example.com must not hit xa@example.com.evil.example.
            Regex pattern = new(
                $@"\A(?:{expression})\z",
                RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            string? problem = TryParseTargets(targetTexts, pattern, out AddressTarget[] targets);
            if (problem is null)
            {
                _patterns.Add((pattern, targets));
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
