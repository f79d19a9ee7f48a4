using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Lists;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary><c>x in lists.NAME</c>.</summary>
internal sealed class InListFileNode(Node element, RuleList list, bool isDomain) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue x = element.Evaluate(context);
        return x.Kind switch
        {
            FactKind.String => FactValue.Of(isDomain ? list.ContainsDomain(x.AsString) : list.Contains(x.AsString)),
            FactKind.Ip => FactValue.Of(list.Contains(x.AsIp)),
            _ => x.IsError ? x : EvaluationErrors.NoOverload,
        };
    }
}
