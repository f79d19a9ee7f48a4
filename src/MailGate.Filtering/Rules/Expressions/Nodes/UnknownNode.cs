using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>A name or function that does not exist: an error where it is evaluated, in an expression that was compiled all the same.</summary>
internal sealed class UnknownNode : Node
{
    public override FactValue Evaluate(EvaluationContext context) => EvaluationErrors.UnknownName;
}
