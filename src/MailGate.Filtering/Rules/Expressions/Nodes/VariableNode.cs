using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>The variable of a macro.</summary>
internal sealed class VariableNode(int index) : Node
{
    public int Index => index;

    public override FactValue Evaluate(EvaluationContext context) => context.Variable(index);
}
