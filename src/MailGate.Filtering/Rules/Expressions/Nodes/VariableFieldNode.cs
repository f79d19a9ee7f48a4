using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>A field of a macro's variable, such as <c>a.extension</c> within <c>attachments.exists(a, ...)</c>: read in place, once for each element.</summary>
internal sealed class VariableFieldNode(int index, FactField field) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        ref FactValue variable = ref context.Variable(index);
        if (variable.Kind != FactKind.Object)
        {
            return variable.IsError ? variable : EvaluationErrors.NoOverload;
        }

        FactObject fields = variable.AsObject;
        return fields.Type == field.Owner ? fields.Get(field.Index) : EvaluationErrors.NoOverload;
    }
}
