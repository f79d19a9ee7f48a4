using System.Collections.ObjectModel;

namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>The payload of a map value: keys in the order of insertion. Numbers that are equal are one key, whatever their type.</summary>
public sealed class FactMap
{
    private readonly Dictionary<FactValue, FactValue> _values = new(FactValueComparer.Instance);
    private readonly List<FactValue> _keys = [];

    public int Count => _keys.Count;

    /// <summary>The keys in the order of insertion.</summary>
    public ReadOnlyCollection<FactValue> Keys => _keys.AsReadOnly();

    /// <summary>Adds an entry; false when the key is there already.</summary>
    public bool TryAdd(FactValue key, FactValue value)
    {
        if (!_values.TryAdd(key, value))
        {
            return false;
        }

        _keys.Add(key);
        return true;
    }

    public bool TryGet(FactValue key, out FactValue value) => _values.TryGetValue(key, out value);
}
