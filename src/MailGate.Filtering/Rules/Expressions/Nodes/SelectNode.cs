using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>A field or key of a value whose type is known only now (CEL, "Field Selection").</summary>
internal sealed class SelectNode(Node operand, string name) : Node
{
    private readonly FactValue _key = FactValue.Of(name);

    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue value = operand.Evaluate(context);
        return value.Kind switch
        {
            FactKind.Map => value.AsMap.TryGet(_key, out FactValue found) ? found : EvaluationErrors.NoSuchKey,
            FactKind.Object => value.AsObject.Type.Find(name) is { } field ? value.AsObject.Get(field.Index) : EvaluationErrors.NoSuchField,
            _ => value.IsError ? value : EvaluationErrors.NoOverload,
        };
    }
}
