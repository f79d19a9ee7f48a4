namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>The payload of a list value. Never changes once it is in a value.</summary>
public abstract class FactList
{
    public static FactList Empty { get; } = new OfValues([]);

    public abstract int Count { get; }

    /// <summary>The element at a place from 0 to <see cref="Count"/> - 1.</summary>
    public abstract FactValue this[int index] { get; }

    /// <summary>A list over these values, which are not copied.</summary>
    public static FactList Of(IReadOnlyList<FactValue> values) => new OfValues(values);

    /// <summary>A list over these strings, which are not copied.</summary>
    public static FactList Of(IReadOnlyList<string> strings) => new OfStrings(strings);

    /// <summary>A list over these objects, which are not copied.</summary>
    public static FactList Of(IReadOnlyList<FactObject> objects) => new OfObjects(objects);

    private sealed class OfValues(IReadOnlyList<FactValue> values) : FactList
    {
        public override int Count => values.Count;

        public override FactValue this[int index] => values[index];
    }

    private sealed class OfStrings(IReadOnlyList<string> strings) : FactList
    {
        public override int Count => strings.Count;

        public override FactValue this[int index] => FactValue.Of(strings[index]);
    }

    private sealed class OfObjects(IReadOnlyList<FactObject> objects) : FactList
    {
        public override int Count => objects.Count;

        public override FactValue this[int index] => FactValue.Of(objects[index]);
    }
}
