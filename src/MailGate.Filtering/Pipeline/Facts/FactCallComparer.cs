namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>Finds the answer to a call in a dictionary without making a <see cref="FactCall"/> of it first.</summary>
internal sealed class FactCallComparer : IEqualityComparer<FactCall>, IAlternateEqualityComparer<FactCallComparer.Key, FactCall>
{
    public static FactCallComparer Instance { get; } = new();

    public bool Equals(FactCall? x, FactCall? y) => x is null ? y is null : x.Equals(y);

    public int GetHashCode(FactCall obj) => obj.GetHashCode();

    public bool Equals(Key alternate, FactCall other)
    {
        bool equal = alternate.Function.Id == other.Function.Id && alternate.Arguments.Length == other.Arguments.Count;
        for (int index = 0; equal && index < alternate.Arguments.Length; index++)
        {
            equal = FactValueComparer.AreEqual(alternate.Arguments[index], other.Arguments[index]);
        }

        return equal;
    }

    public int GetHashCode(Key alternate) => FactCall.Hash(alternate.Function, alternate.Arguments);

    public FactCall Create(Key alternate) => new(alternate.Function, alternate.Arguments.ToArray());

    public readonly ref struct Key(FactFunction function, ReadOnlySpan<FactValue> arguments)
    {
        public FactFunction Function { get; } = function;

        public ReadOnlySpan<FactValue> Arguments { get; } = arguments;
    }
}
