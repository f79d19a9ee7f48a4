using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions.Syntax;

namespace MailGate.Filtering.Rules.Expressions.Nodes;

/// <summary>The operators + - * / % (CEL, "Standard Definitions"): results beyond the range of a type are errors, never wrapped.</summary>
internal sealed class ArithmeticNode(TokenKind symbol, Node left, Node right) : Node
{
    public override FactValue Evaluate(EvaluationContext context)
    {
        FactValue x = left.Evaluate(context);
        FactValue y = right.Evaluate(context);
        if (x.IsError || y.IsError)
        {
            return x.IsError ? x : y;
        }

        return (x.Kind, y.Kind) switch
        {
            (FactKind.Int, FactKind.Int) => OfInts(x.AsInt, y.AsInt),
            (FactKind.UInt, FactKind.UInt) => OfUInts(x.AsUInt, y.AsUInt),
            (FactKind.Double, FactKind.Double) => OfDoubles(x.AsDouble, y.AsDouble),
            _ when symbol == TokenKind.Plus => Joining.Add(x, y, context),
            _ when symbol == TokenKind.Minus => TimeMath.Subtract(x, y),
            _ => EvaluationErrors.NoOverload,
        };
    }

    private FactValue OfInts(long x, long y)
    {
        if (symbol is TokenKind.Slash or TokenKind.Percent)
        {
            return y == 0 ? EvaluationErrors.DivisionByZero
                : x == long.MinValue && y == -1 ? EvaluationErrors.Overflow
                : FactValue.Of(symbol == TokenKind.Slash ? x / y : x % y);
        }

        Int128 result = symbol switch
        {
            TokenKind.Plus => (Int128)x + y,
            TokenKind.Minus => (Int128)x - y,
            _ => (Int128)x * y,
        };
        return result < long.MinValue || result > long.MaxValue ? EvaluationErrors.Overflow : FactValue.Of((long)result);
    }

    private FactValue OfUInts(ulong x, ulong y)
    {
        if (symbol is TokenKind.Slash or TokenKind.Percent)
        {
            return y == 0 ? EvaluationErrors.DivisionByZero : FactValue.Of(symbol == TokenKind.Slash ? x / y : x % y);
        }

        Int128 result = symbol switch
        {
            TokenKind.Plus => (Int128)x + y,
            TokenKind.Minus => (Int128)x - y,
            _ => Math.BigMul(x, y, out ulong low) == 0 ? low : Int128.MaxValue,
        };
        return result < 0 || result > ulong.MaxValue ? EvaluationErrors.Overflow : FactValue.Of((ulong)result);
    }

    private FactValue OfDoubles(double x, double y) => symbol switch
    {
        TokenKind.Plus => FactValue.Of(x + y),
        TokenKind.Minus => FactValue.Of(x - y),
        TokenKind.Star => FactValue.Of(x * y),
        TokenKind.Slash => FactValue.Of(x / y),
        _ => EvaluationErrors.NoOverload,
    };
}
