using System.Collections.Concurrent;
using System.Text.Json;

namespace MailGate.Observability.Metrics;

/// <summary>
/// The values that a label can have. Never open-ended: what is not among them counts as <see cref="Other"/>, so that no peer can make series.
/// </summary>
internal sealed class LabelSet
{
    /// <summary>Stands for every value that is not in the set.</summary>
    public const string Other = "other";

    /// <summary>Most values of one set.</summary>
    public const int MaxValues = 1 << 15;

    private readonly ConcurrentDictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<string> _values = [];
    private readonly Lock _growing = new();
    private readonly int _max;

    private LabelSet(string name, IEnumerable<string> values, int max)
    {
        Name = name;
        _max = max;
        foreach (string value in values.Append(Other).Distinct())
        {
            _indexes[value] = _values.Count;
            _values.Add(value);
        }
    }

    public string Name { get; }

    /// <summary>A set that is fixed.</summary>
    public static LabelSet Closed(string name, params string[] values) => new(name, values, values.Length + 1);

    /// <summary>A set of an enum's members in snake_case.</summary>
    public static LabelSet Of<TEnum>(string name)
        where TEnum : struct, Enum => Closed(name, [.. Enum.GetNames<TEnum>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)]);

    /// <summary>A set of names out of the configuration, such as listeners: it grows up to a bound. Never for what a peer sends.</summary>
    public static LabelSet Configured(string name, int max) => new(name, [], Math.Min(max, MaxValues));

    /// <summary>The index of a value, or of <see cref="Other"/>.</summary>
    public int IndexOf(string value) => _indexes.TryGetValue(value, out int index) ? index : Grow(value);

    public string ValueAt(int index)
    {
        lock (_growing)
        {
            return _values[index];
        }
    }

    private int Grow(string value)
    {
        lock (_growing)
        {
            if (_values.Count >= _max)
            {
                return _indexes[Other];
            }

            if (!_indexes.TryGetValue(value, out int index))
            {
                index = _values.Count;
                _values.Add(value);
                _indexes[value] = index;
            }

            return index;
        }
    }
}
