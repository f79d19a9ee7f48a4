using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

internal sealed class NotNode(Node operand) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue value = operand.Evaluate(context);
        return value.Kind == FactKind.Bool ? FactValue.Of(!value.IsTrue) : value.IsError ? value : EvaluationErrors.NoOverload;
    }
}
