using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

internal sealed class ConditionalNode(Node condition, Node then, Node otherwise) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue value = condition.Evaluate(context);
        return value.IsTrue ? then.Evaluate(context)
            : value.IsFalse ? otherwise.Evaluate(context)
            : value.IsError ? value
            : EvaluationErrors.NoOverload;
    }
}
