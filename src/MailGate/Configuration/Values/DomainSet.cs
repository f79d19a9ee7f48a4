using System.Collections.Immutable;
using MailGate.Mail.Addresses;

namespace MailGate.Configuration.Values;

/// <summary>Domains to test a recipient's domain against.</summary>
internal sealed class DomainSet
{
    private readonly DomainMap<bool> _map;

    public DomainSet(IEnumerable<DomainPattern> patterns)
    {
        Patterns = [.. patterns.Distinct()];
        _map = new DomainMap<bool>(Patterns.Select(p => KeyValuePair.Create(p, true)));
    }

    public ImmutableArray<DomainPattern> Patterns { get; }

    /// <summary>True when one of the patterns is the domain or, with <c>*.</c>, stands above it.</summary>
    public bool Contains(Domain domain) => _map.TryGet(domain, out _);
}
