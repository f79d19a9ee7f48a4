using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

internal sealed class EqualNode(Node left, Node right, bool negated) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue x = left.Evaluate(context);
        if (x.IsError)
        {
            return x;
        }

        FactValue y = right.Evaluate(context);
        return y.IsError ? y : FactValue.Of(FactValueComparer.AreEqual(x, y) != negated);
    }
}
