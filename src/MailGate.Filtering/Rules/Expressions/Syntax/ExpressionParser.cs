using System.Diagnostics.CodeAnalysis;
using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Syntax;

/// <summary>
/// Parses an expression (CEL, "Syntax"). Depth is bounded, so that no text can exhaust the stack here or in what walks the tree later, and cost is linear.
/// The first error ends parsing.
/// </summary>
internal sealed class ExpressionParser
{
    /// <summary>Characters of one expression.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>Levels of the tree. CEL asks for 12 levels of nesting and 24 to 32 repetitions.</summary>
    public const int MaxDepth = 96;

    private static readonly HashSet<string> Reserved =
    [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
    ];

    // Operators by binding strength, loosest first; chains of && and || are handled before these.
    private static readonly TokenKind[][] Levels =
    [
        [TokenKind.Equal, TokenKind.NotEqual, TokenKind.Less, TokenKind.LessOrEqual, TokenKind.Greater, TokenKind.GreaterOrEqual, TokenKind.In],
        [TokenKind.Plus, TokenKind.Minus],
        [TokenKind.Star, TokenKind.Slash, TokenKind.Percent],
    ];

    private readonly TokenCursor _tokens;
    private readonly List<ExpressionError> _errors;
    private int _nesting;

    private ExpressionParser(List<Token> tokens, List<ExpressionError> errors)
    {
        _tokens = new TokenCursor(tokens, errors);
        _errors = errors;
    }

    private Token Current => _tokens.Current;

    /// <summary>Parses a whole text; false with at least one error when it is no expression.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ExpressionSyntax? syntax, List<ExpressionError> errors)
    {
        syntax = null;
        if (text.Length > MaxLength)
        {
            errors.Add(new ExpressionError(0, $"the expression is longer than {MaxLength} characters"));
            return false;
        }

        List<Token> tokens = new Lexer(text, errors).ReadAll();
        if (errors.Count > 0)
        {
            return false;
        }

        ExpressionParser parser = new(tokens, errors);
        ExpressionSyntax? parsed = parser.ParseExpression();
        if (parsed is not null && parser.Current.Kind != TokenKind.End)
        {
            parser._tokens.FailHere($"unexpected {parser._tokens.Describe()}");
        }

        syntax = errors.Count == 0 ? parsed : null;
        return syntax is not null;
    }

    // Every way down the grammar leads through here, so this is where nesting is counted. Null after an error.
    private ExpressionSyntax? ParseExpression()
    {
        if (_nesting >= MaxDepth)
        {
            return _tokens.FailHere($"nested deeper than {MaxDepth} levels");
        }

        _nesting++;
        ExpressionSyntax? result = ParseConditional();
        _nesting--;
        return result;
    }

    private ExpressionSyntax? ParseConditional()
    {
        ExpressionSyntax? condition = ParseLogical(TokenKind.Or);
        int offset = Current.Offset;
        if (condition is null || !_tokens.Take(TokenKind.Question))
        {
            return condition;
        }

        ExpressionSyntax? then = ParseLogical(TokenKind.Or);
        if (then is null || !_tokens.Expect(TokenKind.Colon, "':' of the conditional"))
        {
            return null;
        }

        ExpressionSyntax? otherwise = ParseExpression();
        return otherwise is null ? null : Deepen(new ExpressionSyntax.Conditional(offset, condition, then, otherwise), condition, then, otherwise);
    }

    private ExpressionSyntax? ParseLogical(TokenKind kind)
    {
        List<ExpressionSyntax> operands = [];
        int offset = Current.Offset;
        do
        {
            ExpressionSyntax? operand = kind == TokenKind.Or ? ParseLogical(TokenKind.And) : ParseBinary(0);
            if (operand is null)
            {
                return null;
            }

            operands.Add(operand);
        }
        while (_tokens.Take(kind));
        return operands is [var single] ? single : Deepen(new ExpressionSyntax.Logical(offset, kind, operands), [.. operands]);
    }

    private ExpressionSyntax? ParseBinary(int level)
    {
        if (level == Levels.Length)
        {
            return ParseUnary();
        }

        ExpressionSyntax? left = ParseBinary(level + 1);
        while (left is not null && Levels[level].Contains(Current.Kind))
        {
            Token symbol = _tokens.Advance();
            ExpressionSyntax? right = ParseBinary(level + 1);
            left = right is null ? null : Deepen(new ExpressionSyntax.Binary(symbol.Offset, symbol.Kind, left, right), left, right);
        }

        return left;
    }

    private ExpressionSyntax? ParseUnary()
    {
        TokenKind kind = Current.Kind;
        int offset = Current.Offset, count = 0;
        while (kind is TokenKind.Not or TokenKind.Minus && _tokens.Take(kind))
        {
            count++;
        }

        // A minus before a number belongs to the literal: the smallest int has no positive counterpart.
        if (kind == TokenKind.Minus && Current.Kind == TokenKind.Literal && TryNegate(Current, out FactValue negated))
        {
            _tokens.Replace(Current with { Value = negated, Text = "-" });
            count--;
        }

        ExpressionSyntax? operand = ParseMember();
        if (operand is null || count == 0)
        {
            return operand;
        }

        // !!x is x for a truth value and an error for others either way; two are kept so that the error stays.
        ExpressionSyntax once = new ExpressionSyntax.Unary(offset, kind, operand) { Depth = operand.Depth + 1 };
        return Checked(count % 2 == 1 ? once : new ExpressionSyntax.Unary(offset, kind, once) { Depth = once.Depth + 1 });
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

    private static bool IsIntBeyondRange(Token token) => token.Value.Kind == FactKind.UInt && !token.Text.EndsWith('u') && !token.Text.EndsWith('U');

    private ExpressionSyntax? ParseMember()
    {
        ExpressionSyntax? operand = ParsePrimary();
        while (operand is not null)
        {
            int offset = Current.Offset;
            if (_tokens.Take(TokenKind.Dot))
            {
                operand = ParseSelector(operand);
            }
            else if (_tokens.Take(TokenKind.OpenBracket))
            {
                ExpressionSyntax? index = ParseExpression();
                bool closed = index is not null && _tokens.Expect(TokenKind.CloseBracket, "']'");
                operand = closed ? Deepen(new ExpressionSyntax.Index(offset, operand, index!), operand, index!) : null;
            }
            else if (Current.Kind == TokenKind.OpenBrace && operand is ExpressionSyntax.Name or ExpressionSyntax.Select)
            {
                return _tokens.Fail(offset, "messages cannot be made here");
            }
            else
            {
                return operand;
            }
        }

        return null;
    }

    private ExpressionSyntax? ParseSelector(ExpressionSyntax operand)
    {
        Token name = Current;
        if (name.Kind is not (TokenKind.Identifier or TokenKind.QuotedIdentifier))
        {
            return _tokens.Fail(name.Offset, $"expected a name after '.', not {_tokens.Describe()}");
        }

        _tokens.Advance();
        if (name.Kind == TokenKind.QuotedIdentifier || !_tokens.Take(TokenKind.OpenParen))
        {
            return Deepen(new ExpressionSyntax.Select(name.Offset, operand, name.Text), operand);
        }

        List<ExpressionSyntax>? arguments = ParseList(TokenKind.CloseParen, "')'");
        if (arguments is null)
        {
            return null;
        }

        return MacroParser.IsMacro(name.Text, arguments.Count)
            ? Checked(MacroParser.Parse(name, operand, arguments, _errors))
            : Deepen(new ExpressionSyntax.Call(name.Offset, operand, name.Text, arguments), [operand, .. arguments]);
    }

    private ExpressionSyntax? ParsePrimary()
    {
        Token token = Current;
        bool isRoot = _tokens.Take(TokenKind.Dot);
        if (Current.Kind == TokenKind.Identifier)
        {
            return ParseName(isRoot);
        }

        if (isRoot)
        {
            return _tokens.FailHere($"expected a name after '.', not {_tokens.Describe()}");
        }

        switch (token.Kind)
        {
            case TokenKind.Literal when IsIntBeyondRange(token):
                return _tokens.Fail(token.Offset, $"the number {token.Text} does not fit into an int");
            case TokenKind.Literal:
                _tokens.Advance();
                return new ExpressionSyntax.Literal(token.Offset, token.Value);
            case TokenKind.OpenParen:
                _tokens.Advance();
                ExpressionSyntax? inner = ParseExpression();
                return inner is not null && _tokens.Expect(TokenKind.CloseParen, "')'") ? inner : null;
            case TokenKind.OpenBracket:
                _tokens.Advance();
                List<ExpressionSyntax>? elements = ParseList(TokenKind.CloseBracket, "']'");
                return elements is null ? null : Deepen(new ExpressionSyntax.List(token.Offset, elements), [.. elements]);
            case TokenKind.OpenBrace:
                _tokens.Advance();
                return ParseMap(token.Offset);
            default:
                return _tokens.Fail(token.Offset, $"expected a value, not {_tokens.Describe()}");
        }
    }

    private ExpressionSyntax? ParseName(bool isRoot)
    {
        Token name = _tokens.Advance();
        if (Reserved.Contains(name.Text))
        {
            return _tokens.Fail(name.Offset, $"'{name.Text}' is a reserved word");
        }

        if (!_tokens.Take(TokenKind.OpenParen))
        {
            return new ExpressionSyntax.Name(name.Offset, name.Text, isRoot);
        }

        List<ExpressionSyntax>? arguments = ParseList(TokenKind.CloseParen, "')'");
        if (arguments is null)
        {
            return null;
        }

        return name.Text == "has"
            ? Checked(MacroParser.ParseHas(name, arguments, _errors))
            : Deepen(new ExpressionSyntax.Call(name.Offset, null, name.Text, arguments), [.. arguments]);
    }

    // Expressions between commas up to the closing token; a comma before it is allowed in lists (and does no harm in calls).
    private List<ExpressionSyntax>? ParseList(TokenKind close, string closeText)
    {
        List<ExpressionSyntax> elements = [];
        while (!_tokens.Take(close))
        {
            ExpressionSyntax? element = ParseExpression();
            if (element is null)
            {
                return null;
            }

            elements.Add(element);
            if (!_tokens.Take(TokenKind.Comma) && Current.Kind != close)
            {
                _tokens.FailHere($"expected ',' or {closeText}, not {_tokens.Describe()}");
                return null;
            }
        }

        return elements;
    }

    private ExpressionSyntax? ParseMap(int offset)
    {
        List<KeyValuePair<ExpressionSyntax, ExpressionSyntax>> entries = [];
        while (!_tokens.Take(TokenKind.CloseBrace))
        {
            ExpressionSyntax? key = ParseExpression();
            if (key is null || !_tokens.Expect(TokenKind.Colon, "':' after a key"))
            {
                return null;
            }

            ExpressionSyntax? value = ParseExpression();
            if (value is null)
            {
                return null;
            }

            entries.Add(new(key, value));
            if (!_tokens.Take(TokenKind.Comma) && Current.Kind != TokenKind.CloseBrace)
            {
                return _tokens.FailHere($"expected ',' or '}}', not {_tokens.Describe()}");
            }
        }

        return Deepen(new ExpressionSyntax.Map(offset, entries), [.. entries.SelectMany(entry => new[] { entry.Key, entry.Value })]);
    }

    private ExpressionSyntax? Deepen(ExpressionSyntax node, params ReadOnlySpan<ExpressionSyntax> children)
    {
        int depth = 0;
        foreach (ExpressionSyntax child in children)
        {
            depth = Math.Max(depth, child.Depth + 1);
        }

        return Checked(node with { Depth = depth });
    }

    private ExpressionSyntax? Checked(ExpressionSyntax? node) =>
        node is { Depth: > MaxDepth } ? _tokens.Fail(node.Offset, $"nested deeper than {MaxDepth} levels") : node;
}
