using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

internal sealed class FactNode(Fact fact) : Node
{
    public Fact Fact => fact;

    public override FactValue Evaluate(EvaluationContext context) => context.Facts.Get(fact.Slot);
}
