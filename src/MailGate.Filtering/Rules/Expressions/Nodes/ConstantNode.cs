using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

internal sealed class ConstantNode(FactValue value) : Node
{
    public FactValue Value => value;

    public override FactValue Evaluate(EvaluationContext context) => value;
}
