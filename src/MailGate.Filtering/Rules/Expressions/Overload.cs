using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>One form of a function: what it takes, what it gives, and what it does.</summary>
internal sealed class Overload(FactType[] parameters, FactType result, Overload.Body body)
{
    /// <summary>More parameters than any function has.</summary>
    public const int MaxParameters = 4;

    /// <summary>Computes the result of arguments that fit the parameters. Does not throw.</summary>
    public delegate FactValue Body(ReadOnlySpan<FactValue> arguments, EvaluationContext context);

    public IReadOnlyList<FactType> Parameters => parameters;

    public FactType Result => result;

    /// <summary>True when the value is of the kind that the parameter wants.</summary>
    public static bool Fits(FactValue value, FactType parameter) =>
        parameter.Kind == value.Kind || parameter.Kind == FactKind.Dyn || (parameter.Kind == FactKind.Domain && value.Kind == FactKind.String);

    public bool Fits(ReadOnlySpan<FactValue> arguments)
    {
        bool fits = arguments.Length == parameters.Length;
        for (int index = 0; fits && index < arguments.Length; index++)
        {
            fits = Fits(arguments[index], parameters[index]);
        }

        return fits;
    }

    public FactValue Apply(ReadOnlySpan<FactValue> arguments, EvaluationContext context) => body(arguments, context);
}
