using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>An element of a list by its place, or of a map by its key.</summary>
internal sealed class IndexNode(Node operand, Node index) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue value = operand.Evaluate(context);
        FactValue at = index.Evaluate(context);
        if (value.IsError || at.IsError)
        {
            return value.IsError ? value : at;
        }

        return value.Kind switch
        {
            FactKind.Map => InMap(value.AsMap, at),
            FactKind.List => InList(value.AsList, at),
            _ => EvaluationErrors.NoOverload,
        };
    }

    private static FactValue InMap(FactMap map, FactValue key) =>
        key.Kind is not (FactKind.Bool or FactKind.Int or FactKind.UInt or FactKind.Double or FactKind.String) ? EvaluationErrors.NoOverload
        : map.TryGet(key, out FactValue found) ? found
        : EvaluationErrors.NoSuchKey;

    // A double or uint that is a whole number is a place, too: numbers stand on one line.
    private static FactValue InList(FactList list, FactValue at)
    {
        long place = at.Kind switch
        {
            FactKind.Int => at.AsInt,
            FactKind.UInt => at.AsUInt > int.MaxValue ? -1 : (long)at.AsUInt,
            FactKind.Double => Math.Truncate(at.AsDouble) == at.AsDouble && Math.Abs(at.AsDouble) <= int.MaxValue ? (long)at.AsDouble : -1,
            _ => -2,
        };
        return place == -2 && at.Kind != FactKind.Int ? EvaluationErrors.NoOverload
            : place >= 0 && place < list.Count ? list[(int)place]
            : EvaluationErrors.NoSuchIndex;
    }
}
