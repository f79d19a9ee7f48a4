using MailGate.Mail.Addresses;

namespace MailGate.Mail.PublicSuffix;

/// <summary>
/// A public suffix list in the format of publicsuffix.org: which names are registries' and not owners' (RFC 7489 §3.2 for DMARC; RFC 9989
/// asks the DNS instead). Immutable.
/// </summary>
public sealed class PublicSuffixList
{
    private readonly Dictionary<string, Rule>.AlternateLookup<ReadOnlySpan<char>> _rules;

    private PublicSuffixList(Dictionary<string, Rule> rules) => _rules = rules.GetAlternateLookup<ReadOnlySpan<char>>();

    [Flags]
    private enum Rule
    {
        None = 0,
        Suffix = 1,
        Wildcard = 2,
        Exception = 4,
    }

    /// <summary>How many names have rules.</summary>
    public int Count => _rules.Dictionary.Count;

    /// <summary>Reads a list file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PublicSuffixList Load(string path)
    {
        using StreamReader reader = new(path);
        return Read(reader);
    }

    /// <summary>Reads a list: one rule a line up to white space, comments with <c>//</c>. Lines that are no rule are skipped.</summary>
    public static PublicSuffixList Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Dictionary<string, Rule> rules = new(16_384, StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            ReadOnlySpan<char> text = line.AsSpan().TrimStart();
            int end = text.IndexOfAny(' ', '\t');
            text = end < 0 ? text : text[..end];
            Rule kind = text.StartsWith("*.") ? Rule.Wildcard : text.StartsWith('!') ? Rule.Exception : Rule.Suffix;
            text = kind switch { Rule.Wildcard => text[2..], Rule.Exception => text[1..], _ => text };
            if (!text.StartsWith("//") && Domain.TryParse(text, out Domain? domain))
            {
                rules[domain.Ascii] = rules.GetValueOrDefault(domain.Ascii) | kind;
            }
        }

        return new PublicSuffixList(rules);
    }

    /// <summary>The public suffix and one label more; null for a name that is a public suffix itself.</summary>
    public Domain? OrganizationalDomain(Domain domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        int suffixLabels = CountSuffixLabels(domain.Ascii);
        int labels = domain.Ascii.AsSpan().Count('.') + 1;
        if (labels <= suffixLabels)
        {
            return null;
        }

        Domain organization = domain;
        for (; labels > suffixLabels + 1; labels--)
        {
            organization = organization.Parent!;
        }

        return organization;
    }

    // The algorithm of publicsuffix.org: an exception goes first, then the rule with most labels; a name without a rule has the rule "*".
    private int CountSuffixLabels(ReadOnlySpan<char> name)
    {
        int longest = 1;
        int labels = 0;
        for (int start = name.Length; start > 0;)
        {
            start = name[..(start - 1)].LastIndexOf('.') + 1;
            labels++;
            Rule rule = _rules.TryGetValue(name[start..], out Rule found) ? found : Rule.None;
            if (rule.HasFlag(Rule.Exception))
            {
                return labels - 1;
            }

            longest = rule.HasFlag(Rule.Wildcard) ? labels + 1 : rule.HasFlag(Rule.Suffix) ? Math.Max(longest, labels) : longest;
        }

        return longest;
    }
}
