using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>What + does to values that are not numbers.</summary>
internal static class Joining
{
    public static FactValue Add(FactValue x, FactValue y, EvaluationContext context) => (x.Kind, y.Kind) switch
    {
        (FactKind.String, FactKind.String) =>
            context.TrySpend(x.AsString.Length + y.AsString.Length) ? FactValue.Of(x.AsString + y.AsString) : EvaluationErrors.TooCostly,
        (FactKind.Bytes, FactKind.Bytes) =>
            context.TrySpend(x.AsBytes.Length + y.AsBytes.Length)
                ? FactValue.Of([.. x.AsBytes.Span, .. y.AsBytes.Span])
                : EvaluationErrors.TooCostly,
        (FactKind.List, FactKind.List) => Concatenate(x.AsList, y.AsList, context),
        _ => TimeMath.Add(x, y),
    };

    private static FactValue Concatenate(FactList x, FactList y, EvaluationContext context)
    {
        if (!context.TrySpend(x.Count + y.Count))
        {
            return EvaluationErrors.TooCostly;
        }

        FactValue[] values = new FactValue[x.Count + y.Count];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = index < x.Count ? x[index] : y[index - x.Count];
        }

        return FactValue.Of(FactList.Of(values));
    }
}
