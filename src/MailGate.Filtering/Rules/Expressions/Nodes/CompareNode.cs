using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions.Syntax;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>The relations &lt; &lt;= &gt; &gt;= (CEL, "Ordering").</summary>
internal sealed class CompareNode(TokenKind relation, Node left, Node right) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue x = left.Evaluate(context);
        FactValue y = right.Evaluate(context);
        if (x.IsError || y.IsError)
        {
            return x.IsError ? x : y;
        }

        if (!TryCompare(x, y, out int? order))
        {
            return EvaluationErrors.NoOverload;
        }

        // NaN stands in no relation to anything.
        return FactValue.Of(order is { } known && relation switch
        {
            TokenKind.Less => known < 0,
            TokenKind.LessOrEqual => known <= 0,
            TokenKind.Greater => known > 0,
            _ => known >= 0,
        });
    }

    private static bool TryCompare(FactValue x, FactValue y, out int? order)
    {
        order = null;
        if (x.Kind != y.Kind)
        {
            order = FactValueComparer.CompareNumbers(x, y);
            return IsNumber(x) && IsNumber(y);
        }

        switch (x.Kind)
        {
            case FactKind.Int or FactKind.UInt or FactKind.Double:
                order = FactValueComparer.CompareNumbers(x, y);
                return true;
            case FactKind.Bool or FactKind.Duration:
                order = x.AsInt.CompareTo(y.AsInt);
                return true;
            case FactKind.String:
                order = CompareText(x.AsString, y.AsString);
                return true;
            case FactKind.Bytes:
                order = x.AsBytes.Span.SequenceCompareTo(y.AsBytes.Span);
                return true;
            case FactKind.Timestamp:
                order = (x.UnixSeconds, x.Nanoseconds).CompareTo((y.UnixSeconds, y.Nanoseconds));
                return true;
            default:
                return false;
        }
    }

    private static bool IsNumber(FactValue value) => value.Kind is FactKind.Int or FactKind.UInt or FactKind.Double;

    // By code points, as UTF-8 would order them: a surrogate stands for one above U+FFFF, though its number is below U+E000.
    private static int CompareText(string x, string y)
    {
        int common = x.AsSpan().CommonPrefixLength(y);
        if (common == x.Length || common == y.Length)
        {
            return x.Length.CompareTo(y.Length);
        }

        char left = x[common], right = y[common];
        return char.IsSurrogate(left) == char.IsSurrogate(right) ? left.CompareTo(right) : char.IsSurrogate(left) ? 1 : -1;
    }
}
