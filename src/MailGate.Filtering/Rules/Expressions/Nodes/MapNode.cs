using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

internal sealed class MapNode((Node Key, Node Value)[] entries) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        if (!context.TrySpend(entries.Length))
        {
            return EvaluationErrors.TooCostly;
        }

        FactMap map = new();
        foreach ((Node keyNode, Node valueNode) in entries)
        {
            FactValue key = keyNode.Evaluate(context);
            FactValue value = valueNode.Evaluate(context);
            if (key.IsError || value.IsError)
            {
                return key.IsError ? key : value;
            }

            if (key.Kind is not (FactKind.Int or FactKind.UInt or FactKind.Bool or FactKind.String))
            {
                return EvaluationErrors.BadKey;
            }

            if (!map.TryAdd(key, value))
            {
                return EvaluationErrors.DuplicateKey;
            }
        }

        return FactValue.Of(map);
    }
}
