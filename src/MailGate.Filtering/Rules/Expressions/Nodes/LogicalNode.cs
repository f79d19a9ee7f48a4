using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>
/// <c>&amp;&amp;</c> or <c>||</c> over two or more operands (CEL, "Logical Operators"): an operand that decides does so whatever errors the others have.
/// </summary>
internal sealed class LogicalNode(bool isAnd, Node[] operands) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue error = default;
        bool failed = false;
        foreach (Node operand in operands)
        {
            FactValue value = operand.Evaluate(context);
            if (isAnd ? value.IsFalse : value.IsTrue)
            {
                return value;
            }

            if (value.Kind != FactKind.Bool && !failed)
            {
                failed = true;
                error = value.IsError ? value : EvaluationErrors.NoOverload;
            }
        }

        return failed ? error : FactValue.Of(isAnd);
    }
}
