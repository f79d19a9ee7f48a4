using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>Which types fit together (CEL, "Gradual Type Checking").</summary>
internal static class TypeRules
{
    /// <summary>True when a value of one type may stand where the other is wanted.</summary>
    public static bool IsAssignable(FactType from, FactType to)
    {
        if (from.Kind == FactKind.Dyn || to.Kind == FactKind.Dyn || (from.IsText && to.IsText))
        {
            return true;
        }

        if (from.Kind != to.Kind)
        {
            return false;
        }

        return from.Kind switch
        {
            FactKind.List => IsAssignable(from.Element!, to.Element!),
            FactKind.Map => IsAssignable(from.Key!, to.Key!) && IsAssignable(from.Element!, to.Element!),
            FactKind.Object => from.Fields == to.Fields,
            _ => true,
        };
    }

    /// <summary>True when values of the two types can be compared with ==. Null can be compared with what could be absent.</summary>
    public static bool IsComparable(FactType x, FactType y) =>
        IsAssignable(x, y) || IsNullable(x, y) || IsNullable(y, x);

    /// <summary>A type that holds values of both.</summary>
    public static FactType Join(FactType x, FactType y)
    {
        if (x == y)
        {
            return x;
        }

        return x.IsText && y.IsText ? FactType.String
            : x.Kind == FactKind.List && y.Kind == FactKind.List ? FactType.List(Join(x.Element!, y.Element!))
            : x.Kind == FactKind.Map && y.Kind == FactKind.Map ? FactType.Map(Join(x.Key!, y.Key!), Join(x.Element!, y.Element!))
            : FactType.Dyn;
    }

    /// <summary>The join of all, dyn for none.</summary>
    public static FactType JoinAll(IEnumerable<FactType> types) => types.Aggregate((FactType?)null, (joined, type) => joined is null ? type : Join(joined, type)) ?? FactType.Dyn;

    private static bool IsNullable(FactType isNull, FactType other) =>
        isNull.Kind == FactKind.Null && other.Kind is FactKind.Object or FactKind.Timestamp or FactKind.Duration or FactKind.Null;
}
