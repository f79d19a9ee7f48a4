using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>
/// A compiled expression. Evaluating never throws, has no side effect, and allocates nothing unless the expression makes a new string, list or map.
/// </summary>
internal abstract class Node
{
    public abstract FactValue Evaluate(EvaluationContext context);
}
