using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>A question to the transaction, such as <c>header("Subject")</c>.</summary>
internal sealed class FactCallNode(FactFunction function, Node[] arguments) : Node
{
    // Constant arguments only: the same span each time, nothing to evaluate.
    private readonly FactValue[]? _constants =
        arguments.All(argument => argument is ConstantNode) ? [.. arguments.Select(argument => ((ConstantNode)argument).Value)] : null;

    public override FactValue Evaluate(EvaluationContext context)
    {
        if (_constants is not null)
        {
            return context.Facts.Call(function.Id, _constants);
        }

        Arguments values = default;
        for (int index = 0; index < arguments.Length; index++)
        {
            values[index] = arguments[index].Evaluate(context);
            if (values[index].IsError)
            {
                return values[index];
            }

            if (!Overload.Fits(values[index], function.Parameters[index]))
            {
                return EvaluationErrors.NoOverload;
            }
        }

        return context.Facts.Call(function.Id, values[..arguments.Length]);
    }

    [System.Runtime.CompilerServices.InlineArray(Overload.MaxParameters)]
    private struct Arguments
    {
        private FactValue _first;
    }
}
