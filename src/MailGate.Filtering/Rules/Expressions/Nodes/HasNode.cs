using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>
/// The macro <c>has(a.b)</c> (CEL, "Field Selection"): for a map whether the key is there; for a fact or a field whether it is known and not the
/// default of its type (false, 0, an empty string or list).
/// </summary>
internal sealed class HasNode(Node operand, string? key) : Node
{
    private readonly FactValue _key = FactValue.Of(key);

    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue value = operand.Evaluate(context);
        if (key is null)
        {
            return value.Kind == FactKind.Error ? value : FactValue.Of(!IsDefault(value));
        }

        return value.Kind switch
        {
            FactKind.Map => FactValue.Of(value.AsMap.TryGet(_key, out _)),
            FactKind.Object when value.AsObject.Type.Find(key) is { } field => FactValue.Of(!IsDefault(value.AsObject.Get(field.Index))),
            FactKind.Object => EvaluationErrors.NoSuchField,
            _ => value.IsError ? value : EvaluationErrors.NoOverload,
        };
    }

    private static bool IsDefault(FactValue value) => value.Kind switch
    {
        FactKind.Missing or FactKind.Error or FactKind.Null => true,
        FactKind.Bool => value.IsFalse,
        FactKind.Int or FactKind.UInt or FactKind.Duration => value.AsInt == 0,
        FactKind.Double => value.AsDouble == 0,
        FactKind.String => value.AsString.Length == 0,
        FactKind.Bytes => value.AsBytes.IsEmpty,
        FactKind.List => value.AsList.Count == 0,
        FactKind.Map => value.AsMap.Count == 0,
        FactKind.Timestamp or FactKind.Ip or FactKind.Network or FactKind.Object or FactKind.Type or FactKind.Dyn or FactKind.Domain => false,
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };
}
