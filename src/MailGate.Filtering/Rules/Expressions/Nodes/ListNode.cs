using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

internal sealed class ListNode(Node[] elements) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        if (!context.TrySpend(elements.Length))
        {
            return EvaluationErrors.TooCostly;
        }

        FactValue[] values = new FactValue[elements.Length];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = elements[index].Evaluate(context);
            if (values[index].IsError)
            {
                return values[index];
            }
        }

        return FactValue.Of(FactList.Of(values));
    }
}
