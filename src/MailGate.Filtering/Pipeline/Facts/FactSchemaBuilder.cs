namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>Collects facts and functions in order; the order gives their slots.</summary>
public sealed class FactSchemaBuilder
{
    private readonly List<Fact> _facts = [];
    private readonly List<FactFunction> _functions = [];

    /// <summary>Declares a fact; see <see cref="Fact"/> for the parts.</summary>
    public Fact Add(string path, FactType type, string check, Stage stage, string doc)
    {
        Fact fact = new(path, type, check, stage, doc, _facts.Count);
        _facts.Add(fact);
        return fact;
    }

    /// <summary>Declares a function; a parameter marked true must be a literal in rules.</summary>
    public FactFunction AddFunction(
        string signature,
        IReadOnlyList<(FactType Type, bool Constant)> parameters,
        FactType result,
        string check,
        Stage stage,
        string doc,
        Func<int, FactValue, string?>? validate = null)
    {
        FactFunction function = new(
            signature[..signature.IndexOf('(', StringComparison.Ordinal)],
            [.. parameters.Select(parameter => parameter.Type)],
            [.. parameters.Select(parameter => parameter.Constant)],
            result,
            check,
            stage,
            signature,
            doc,
            _functions.Count)
        {
            Validate = validate,
        };
        _functions.Add(function);
        return function;
    }

    public FactSchema Build() => new([.. _facts], [.. _functions]);
}
