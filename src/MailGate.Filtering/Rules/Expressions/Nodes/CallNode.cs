using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>A function of the language: the first of the overloads whose parameters fit the values is applied.</summary>
internal sealed class CallNode(Overload[] overloads, Node[] arguments) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        Arguments values = default;
        for (int index = 0; index < arguments.Length; index++)
        {
            values[index] = arguments[index].Evaluate(context);
            if (values[index].IsError)
            {
                return values[index];
            }

            if (values[index].Kind == FactKind.String && !context.TrySpend(values[index].AsString.Length / EvaluationContext.TextPerStep))
            {
                return EvaluationErrors.TooCostly;
            }
        }

        ReadOnlySpan<FactValue> given = values[..arguments.Length];
        foreach (Overload overload in overloads)
        {
            if (overload.Fits(given))
            {
                return overload.Apply(given, context);
            }
        }

        return EvaluationErrors.NoOverload;
    }

    [System.Runtime.CompilerServices.InlineArray(Overload.MaxParameters)]
    private struct Arguments
    {
        private FactValue _first;
    }
}
