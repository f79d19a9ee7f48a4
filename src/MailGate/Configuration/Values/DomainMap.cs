using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using MailGate.Mail.Addresses;

namespace MailGate.Configuration.Values;

/// <summary>
/// Finds the value of the most specific pattern that matches a domain: the exact name first, then the longest <c>*.</c> suffix.
/// Costs one look-up a label.
/// </summary>
internal sealed class DomainMap<T>
{
    private readonly FrozenDictionary<string, T> _exact;
    private readonly FrozenDictionary<string, T> _below;

    /// <summary>Keys must differ.</summary>
    public DomainMap(IEnumerable<KeyValuePair<DomainPattern, T>> entries)
    {
        var all = entries.ToList();
        _exact = all.Where(e => !e.Key.IsWildcard).ToFrozenDictionary(e => e.Key.Domain.Ascii, e => e.Value, StringComparer.Ordinal);
        _below = all.Where(e => e.Key.IsWildcard).ToFrozenDictionary(e => e.Key.Domain.Ascii, e => e.Value, StringComparer.Ordinal);
    }

    public int Count => _exact.Count + _below.Count;

    /// <summary>The value for a domain; false when no pattern matches.</summary>
    public bool TryGet(Domain domain, [MaybeNullWhen(false)] out T value)
    {
        ArgumentNullException.ThrowIfNull(domain);
        if (_exact.TryGetValue(domain.Ascii, out value))
        {
            return true;
        }

        if (_below.Count > 0)
        {
            FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> below = _below.GetAlternateLookup<ReadOnlySpan<char>>();
            ReadOnlySpan<char> name = domain.Ascii;
            while (name.IndexOf('.') is var dot and >= 0)
            {
                name = name[(dot + 1)..];
                if (below.TryGetValue(name, out value))
                {
                    return true;
                }
            }
        }

        value = default;
        return false;
    }
}
