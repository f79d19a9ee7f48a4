using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary><c>x in y</c> where y is a list, a map or an address range known only now.</summary>
internal sealed class InNode(Node element, Node container) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue x = element.Evaluate(context);
        FactValue y = container.Evaluate(context);
        if (x.IsError || y.IsError)
        {
            return x.IsError ? x : y;
        }

        return y.Kind switch
        {
            FactKind.List => InList(x, y.AsList, context),
            FactKind.Map => FactValue.Of(y.AsMap.TryGet(x, out _)),
            FactKind.Network when x.Kind == FactKind.Ip => FactValue.Of(Networks.Contains(y, x.AsIp)),
            _ => EvaluationErrors.NoOverload,
        };
    }

    private static FactValue InList(FactValue x, FactList list, EvaluationContext context)
    {
        if (!context.TrySpend(list.Count))
        {
            return EvaluationErrors.TooCostly;
        }

        bool found = false;
        for (int index = 0; index < list.Count && !found; index++)
        {
            FactValue element = list[index];
            found = FactValueComparer.AreEqual(x, element)
                || (x.Kind == FactKind.Ip && element.Kind == FactKind.Network && Networks.Contains(element, x.AsIp));
        }

        return FactValue.Of(found);
    }
}
