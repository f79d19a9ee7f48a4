using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions.Nodes;
using MailGate.Filtering.Rules.Expressions.Syntax;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>Binds operators. Literals next to an address, a domain or a double are read as one of these, so that mistakes in them are found at load.</summary>
internal sealed class OperatorBinder(BindingState state, ExpressionBinder binder)
{
    private readonly MembershipBinder _membership = new(state);

    public Bound BindUnary(ExpressionSyntax.Unary syntax)
    {
        Bound operand = binder.BindValue(syntax.Operand);
        if (syntax.Operator == TokenKind.Not)
        {
            state.Expect(FactType.Bool, operand, syntax.Operand.Offset);
            return new Bound(new NotNode(operand.Node), FactType.Bool);
        }

        if (operand.Type.Kind is not (FactKind.Int or FactKind.Double or FactKind.Dyn))
        {
            state.FailType(syntax.Offset, $"'-' wants a number, not {operand.Type}");
        }

        return new Bound(new NegateNode(operand.Node), operand.Type);
    }

    public Bound BindBinary(ExpressionSyntax.Binary syntax)
    {
        Bound left = binder.BindValue(syntax.Left);
        if (syntax.Operator == TokenKind.In)
        {
            return _membership.Bind(syntax, left, binder.Bind(syntax.Right));
        }

        Bound right = binder.BindValue(syntax.Right);
        left = LiteralReading.As(right.Type, left, syntax.Left.Offset, state);
        right = LiteralReading.As(left.Type, right, syntax.Right.Offset, state);
        return syntax.Operator switch
        {
            TokenKind.Equal or TokenKind.NotEqual => BindEquality(syntax, left, right),
            TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual => BindComparison(syntax, left, right),
            _ => BindArithmetic(syntax, left, right),
        };
    }

    private static string SymbolOf(TokenKind kind) => kind switch
    {
        TokenKind.Less => "<",
        TokenKind.LessOrEqual => "<=",
        TokenKind.Greater => ">",
        TokenKind.GreaterOrEqual => ">=",
        TokenKind.Plus => "+",
        TokenKind.Minus => "-",
        TokenKind.Star => "*",
        TokenKind.Slash => "/",
        _ => "%",
    };

    private static FactType? ResultOf(TokenKind symbol, FactKind left, FactKind right) => (symbol, left, right) switch
    {
        (_, FactKind.Int, FactKind.Int) => FactType.Int,
        (_, FactKind.UInt, FactKind.UInt) => FactType.UInt,
        (not TokenKind.Percent, FactKind.Double, FactKind.Double) => FactType.Double,
        (TokenKind.Plus, FactKind.String or FactKind.Domain, FactKind.String or FactKind.Domain) => FactType.String,
        (TokenKind.Plus, FactKind.Bytes, FactKind.Bytes) => FactType.Bytes,
        (TokenKind.Plus or TokenKind.Minus, FactKind.Duration, FactKind.Duration) => FactType.Duration,
        (TokenKind.Plus or TokenKind.Minus, FactKind.Timestamp, FactKind.Duration) => FactType.Timestamp,
        (TokenKind.Plus, FactKind.Duration, FactKind.Timestamp) => FactType.Timestamp,
        (TokenKind.Minus, FactKind.Timestamp, FactKind.Timestamp) => FactType.Duration,
        (_, FactKind.Dyn, _) or (_, _, FactKind.Dyn) => FactType.Dyn,
        _ => null,
    };

    private Bound BindEquality(ExpressionSyntax.Binary syntax, Bound left, Bound right)
    {
        if (!TypeRules.IsComparable(left.Type, right.Type))
        {
            state.FailType(syntax.Offset, $"{left.Type} and {right.Type} cannot be equal");
        }

        bool negated = syntax.Operator == TokenKind.NotEqual;
        Node node = right.IsText ? new EqualTextNode(left.Node, right.Constant.AsString, negated)
            : left.IsText ? new EqualTextNode(right.Node, left.Constant.AsString, negated)
            : new EqualNode(left.Node, right.Node, negated);
        return new Bound(node, FactType.Bool);
    }

    private Bound BindComparison(ExpressionSyntax.Binary syntax, Bound left, Bound right)
    {
        bool hasOrder = left.Type.IsNumeric || left.Type.IsText
            || left.Type.Kind is FactKind.Bool or FactKind.Bytes or FactKind.Timestamp or FactKind.Duration or FactKind.Dyn;
        if (!hasOrder || !TypeRules.IsAssignable(left.Type, right.Type))
        {
            state.FailType(syntax.Offset, $"'{SymbolOf(syntax.Operator)}' cannot compare {left.Type} with {right.Type}");
        }

        return new Bound(new CompareNode(syntax.Operator, left.Node, right.Node), FactType.Bool);
    }

    private Bound BindArithmetic(ExpressionSyntax.Binary syntax, Bound left, Bound right)
    {
        bool joinsLists = syntax.Operator == TokenKind.Plus && left.Type.Kind == FactKind.List && right.Type.Kind == FactKind.List;
        FactType? result = joinsLists ? TypeRules.Join(left.Type, right.Type) : ResultOf(syntax.Operator, left.Type.Kind, right.Type.Kind);
        if (result is null)
        {
            state.FailType(syntax.Offset, $"'{SymbolOf(syntax.Operator)}' does not work on {left.Type} and {right.Type}");
        }

        return new Bound(new ArithmeticNode(syntax.Operator, left.Node, right.Node), result ?? FactType.Dyn);
    }
}
