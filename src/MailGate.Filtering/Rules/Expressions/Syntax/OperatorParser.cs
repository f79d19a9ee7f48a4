using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Syntax;

/// <summary>The operators of an expression, from <c>||</c> down to the signs before a member; the members between them are read by the expression's parser.</summary>
internal sealed class OperatorParser(TokenCursor tokens, SyntaxDepth depth, Func<ExpressionSyntax?> parseMember)
{
    // Operators by binding strength, loosest first; chains of && and || are handled before these.
    private static readonly TokenKind[][] Levels =
    [
        [TokenKind.Equal, TokenKind.NotEqual, TokenKind.Less, TokenKind.LessOrEqual, TokenKind.Greater, TokenKind.GreaterOrEqual, TokenKind.In],
        [TokenKind.Plus, TokenKind.Minus],
        [TokenKind.Star, TokenKind.Slash, TokenKind.Percent],
    ];

    /// <summary>Reads up to where no operator follows; null after an error.</summary>
    public ExpressionSyntax? Parse() => ParseLogical(TokenKind.Or);

    private ExpressionSyntax? ParseLogical(TokenKind kind)
    {
        List<ExpressionSyntax> operands = [];
        int offset = tokens.Current.Offset;
        do
        {
            ExpressionSyntax? operand = kind == TokenKind.Or ? ParseLogical(TokenKind.And) : ParseBinary(0);
            if (operand is null)
            {
                return null;
            }

            operands.Add(operand);
        }
        while (tokens.Take(kind));
        return operands is [var single] ? single : depth.Deepen(new ExpressionSyntax.Logical(offset, kind, operands), [.. operands]);
    }

    private ExpressionSyntax? ParseBinary(int level)
    {
        if (level == Levels.Length)
        {
            return ParseUnary();
        }

        ExpressionSyntax? left = ParseBinary(level + 1);
        while (left is not null && Levels[level].Contains(tokens.Current.Kind))
        {
            Token symbol = tokens.Advance();
            ExpressionSyntax? right = ParseBinary(level + 1);
            left = right is null ? null : depth.Deepen(new ExpressionSyntax.Binary(symbol.Offset, symbol.Kind, left, right), left, right);
        }

        return left;
    }

    private ExpressionSyntax? ParseUnary()
    {
        TokenKind kind = tokens.Current.Kind;
        int offset = tokens.Current.Offset, count = 0;
        while (kind is TokenKind.Not or TokenKind.Minus && tokens.Take(kind))
        {
            count++;
        }

        // A minus before a number belongs to the literal: the smallest int has no positive counterpart.
        if (kind == TokenKind.Minus && tokens.Current.Kind == TokenKind.Literal && TryNegate(tokens.Current, out FactValue negated))
        {
            tokens.Replace(tokens.Current with { Value = negated, Text = "-" });
            count--;
        }

        ExpressionSyntax? operand = parseMember();
        if (operand is null || count == 0)
        {
            return operand;
        }

        // !!x is x for a truth value and an error for others either way; two are kept so that the error stays.
        ExpressionSyntax once = new ExpressionSyntax.Unary(offset, kind, operand) { Depth = operand.Depth + 1 };
        return depth.Checked(count % 2 == 1 ? once : new ExpressionSyntax.Unary(offset, kind, once) { Depth = once.Depth + 1 });
    }

    private static bool TryNegate(Token token, out FactValue negated)
    {
        negated = token.Value.Kind switch
        {
            FactKind.Int => FactValue.Of(-token.Value.AsInt),
            FactKind.Double => FactValue.Of(-token.Value.AsDouble),
            FactKind.UInt when IsIntBeyondRange(token) && token.Value.AsUInt == 1UL << 63 => FactValue.Of(long.MinValue),
            _ => default,
        };
        return negated.Kind != FactKind.Missing;
    }

    /// <summary>True for a number without u that no int holds.</summary>
    public static bool IsIntBeyondRange(Token token) => token.Value.Kind == FactKind.UInt && !token.Text.EndsWith('u') && !token.Text.EndsWith('U');
}
