using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>A field of an object whose type is known.</summary>
internal sealed class FieldNode(Node operand, FactField field) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue value = operand.Evaluate(context);
        return value.Kind == FactKind.Object && value.AsObject.Type == field.Owner ? value.AsObject.Get(field.Index)
            : value.IsError ? value
            : EvaluationErrors.NoOverload;
    }
}
