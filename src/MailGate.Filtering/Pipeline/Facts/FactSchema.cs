using System.Diagnostics.CodeAnalysis;

namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>All facts and functions that expressions may name: what they are checked against when they are loaded.</summary>
public sealed class FactSchema
{
    private readonly Dictionary<string, Fact> _facts;
    private readonly HashSet<string> _groups;

    internal FactSchema(IReadOnlyList<Fact> facts, IReadOnlyList<FactFunction> functions)
    {
        Facts = facts;
        Functions = functions;
        _facts = facts.ToDictionary(fact => fact.Path);
        _groups = [.. facts.SelectMany(fact => Prefixes(fact.Path))];
    }

    /// <summary>The facts; each one's place here is its <see cref="Fact.Slot"/>.</summary>
    public IReadOnlyList<Fact> Facts { get; }

    /// <summary>The functions; each one's place here is its <see cref="FactFunction.Id"/>.</summary>
    public IReadOnlyList<FactFunction> Functions { get; }

    /// <summary>The fact with this dotted name.</summary>
    public bool TryFind(string path, [NotNullWhen(true)] out Fact? fact) => _facts.TryGetValue(path, out fact);

    /// <summary>True when facts lie below this name: <c>mail.from</c> is a group of <c>mail.from.domain</c> and others.</summary>
    public bool IsGroup(string path) => _groups.Contains(path);

    /// <summary>The names directly below a group, or the first parts of all names for an empty path.</summary>
    public IEnumerable<string> NamesBelow(string group)
    {
        string prefix = group.Length == 0 ? "" : group + ".";
        return Facts
            .Where(fact => fact.Path.StartsWith(prefix, StringComparison.Ordinal))
            .Select(fact => fact.Path[prefix.Length..].Split('.')[0])
            .Distinct();
    }

    private static IEnumerable<string> Prefixes(string path)
    {
        for (int dot = path.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = path.IndexOf('.', dot + 1))
        {
            yield return path[..dot];
        }
    }
}
