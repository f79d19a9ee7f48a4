using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

internal sealed class NegateNode(Node operand) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue value = operand.Evaluate(context);
        return value.Kind switch
        {
            FactKind.Int => value.AsInt == long.MinValue ? EvaluationErrors.Overflow : FactValue.Of(-value.AsInt),
            FactKind.Double => FactValue.Of(-value.AsDouble),
            _ => value.IsError ? value : EvaluationErrors.NoOverload,
        };
    }
}
