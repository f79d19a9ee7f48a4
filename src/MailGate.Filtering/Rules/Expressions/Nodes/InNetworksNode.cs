using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Lists;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary><c>ip in "10.0.0.0/8"</c> or <c>ip in ["10.0.0.0/8", "192.0.2.1"]</c>: ranges read when the rule was loaded.</summary>
internal sealed class InNetworksNode(Node element, NetworkSet networks) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue x = element.Evaluate(context);
        return x.Kind == FactKind.Ip ? FactValue.Of(networks.Contains(x.AsIp)) : x.IsError ? x : EvaluationErrors.NoOverload;
    }
}
