namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>A function with its arguments: a question that a check answers before the rules of a stage run. Equal questions are equal values.</summary>
public sealed class FactCall(FactFunction function, FactValue[] arguments) : IEquatable<FactCall>
{
    public FactFunction Function => function;

    public IReadOnlyList<FactValue> Arguments => arguments;

    public bool Equals(FactCall? other) =>
        other is not null && other.Function.Id == function.Id && arguments.SequenceEqual(other.Arguments, FactValueComparer.Instance);

    public override bool Equals(object? obj) => Equals(obj as FactCall);

    public override int GetHashCode() => Hash(function, arguments);

    /// <summary>The call as it could stand in a rule.</summary>
    public override string ToString() =>
        $"{function.Name}({string.Join(", ", arguments.Select(argument => argument.Kind == FactKind.String ? $"\"{argument}\"" : $"{argument}"))})";

    internal static int Hash(FactFunction function, ReadOnlySpan<FactValue> arguments)
    {
        HashCode hash = default;
        hash.Add(function.Id);
        foreach (FactValue argument in arguments)
        {
            hash.Add(argument, FactValueComparer.Instance);
        }

        return hash.ToHashCode();
    }
}
