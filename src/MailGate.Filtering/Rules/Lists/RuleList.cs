using System.Net;
using MailGate.Filtering.Rules.Expressions;

namespace MailGate.Filtering.Rules.Lists;

/// <summary>
/// A list that rules name as <c>lists.NAME</c>. What an entry means follows from what is looked up. A string: the same string in any case, or
/// <c>@example.com</c> for every address there. A domain: <c>example.com</c> for itself, <c>.example.com</c> or <c>*.example.com</c> for what is below it. An
/// address: <c>192.0.2.1</c> or <c>192.0.2.0/24</c>. Immutable; a changed file makes a new list with the next rule set.
/// </summary>
public sealed class RuleList
{
    private readonly CompactStringSet _strings = new();
    private readonly NetworkSet _networks;

    /// <summary>Makes a list of entries that <see cref="RuleListReader"/> has checked.</summary>
    internal RuleList(string name, IEnumerable<(string Text, int Line)> entries)
    {
        Name = name;
        List<(IPAddress Address, int PrefixLength)> ranges = [];
        foreach ((string text, int line) in entries)
        {
            _strings.Add(text.StartsWith("*.", StringComparison.Ordinal) ? text.AsSpan(1) : text);
            if (Networks.TryParseAddress(text, out IPAddress address))
            {
                ranges.Add((address, Networks.BitsOf(address)));
            }
            else if (Networks.TryParseRange(text, out address, out int prefixLength))
            {
                ranges.Add((address, prefixLength));
            }
            else
            {
                FirstOther ??= (text, line);
            }
        }

        _strings.Trim();
        _networks = new NetworkSet(ranges);
    }

    public string Name { get; }

    /// <summary>Entries without those that stand twice.</summary>
    public int Count => _strings.Count;

    /// <summary>The first entry that is no address and no range, with its line: what makes the list unfit for addresses.</summary>
    internal (string Text, int Line)? FirstOther { get; }

    /// <summary>The string is in the list, or is an address at a domain that is in it as <c>@domain</c>.</summary>
    public bool Contains(string value)
    {
        int at = value.LastIndexOf('@');
        return _strings.Contains(value) || (at > 0 && _strings.Contains(value.AsSpan(at)));
    }

    /// <summary>The domain is in the list, or one above it with a leading dot.</summary>
    public bool ContainsDomain(string domain)
    {
        if (domain.Length == 0 || domain.Length > CompactStringSet.MaxEntryOctets)
        {
            return false;
        }

        bool found = _strings.Contains(domain);
        for (int dot = domain.IndexOf('.'); dot >= 0 && !found; dot = domain.IndexOf('.', dot + 1))
        {
            found = _strings.Contains(domain.AsSpan(dot));
        }

        return found;
    }

    /// <summary>The address is in the list or in a range of it.</summary>
    public bool Contains(IPAddress address) => _networks.Contains(address);
}
