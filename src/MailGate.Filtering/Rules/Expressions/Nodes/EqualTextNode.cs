using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary><c>x == "text"</c> with a literal, the commonest condition of all.</summary>
internal sealed class EqualTextNode(Node operand, string text, bool negated) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue value = operand.Evaluate(context);
        return value.Kind == FactKind.String ? FactValue.Of(string.Equals(value.AsString, text) != negated)
            : value.IsError ? value
            : FactValue.Of(negated);
    }
}
