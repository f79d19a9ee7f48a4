using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>A test of a text against a literal, such as <c>x.startsWith("a")</c>: what a call would do, without its preparations.</summary>
internal sealed class TextTestNode(Node operand, string literal, Func<string, string, bool> test) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue value = operand.Evaluate(context);
        if (value.Kind != FactKind.String)
        {
            return value.IsError ? value : EvaluationErrors.NoOverload;
        }

        return context.TrySpend(value.AsString.Length / EvaluationContext.TextPerStep)
            ? FactValue.Of(test(value.AsString, literal))
            : EvaluationErrors.TooCostly;
    }
}
