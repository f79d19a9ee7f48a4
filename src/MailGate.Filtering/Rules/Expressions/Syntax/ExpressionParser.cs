using System.Diagnostics.CodeAnalysis;

namespace MailGate.Filtering.Rules.Expressions.Syntax;

/// <summary>
/// Parses an expression (CEL, "Syntax"). Depth is bounded, so that no text can exhaust the stack here or in what walks the tree later, and cost is linear.
/// The first error ends parsing.
/// </summary>
internal sealed class ExpressionParser
{
    /// <summary>Characters of one expression.</summary>
    public const int MaxLength = 64 * 1024;

    private static readonly HashSet<string> Reserved =
    [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
    ];

    private readonly TokenCursor _tokens;
    private readonly SyntaxDepth _depth;
    private readonly OperatorParser _operators;
    private readonly List<ExpressionError> _errors;
    private int _nesting;

    private ExpressionParser(List<Token> tokens, List<ExpressionError> errors)
    {
        _tokens = new TokenCursor(tokens, errors);
        _depth = new SyntaxDepth(_tokens);
        _operators = new OperatorParser(_tokens, _depth, ParseMember);
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
        if (_nesting >= SyntaxDepth.Max)
        {
            return _tokens.FailHere($"nested deeper than {SyntaxDepth.Max} levels");
        }

        _nesting++;
        ExpressionSyntax? result = ParseConditional();
        _nesting--;
        return result;
    }

    private ExpressionSyntax? ParseConditional()
    {
        ExpressionSyntax? condition = _operators.Parse();
        int offset = Current.Offset;
        if (condition is null || !_tokens.Take(TokenKind.Question))
        {
            return condition;
        }

        ExpressionSyntax? then = _operators.Parse();
        if (then is null || !_tokens.Expect(TokenKind.Colon, "':' of the conditional"))
        {
            return null;
        }

        ExpressionSyntax? otherwise = ParseExpression();
        return otherwise is null ? null : _depth.Deepen(new ExpressionSyntax.Conditional(offset, condition, then, otherwise), condition, then, otherwise);
    }

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
                operand = closed ? _depth.Deepen(new ExpressionSyntax.Index(offset, operand, index!), operand, index!) : null;
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
            return _depth.Deepen(new ExpressionSyntax.Select(name.Offset, operand, name.Text), operand);
        }

        List<ExpressionSyntax>? arguments = ParseList(TokenKind.CloseParen, "')'");
        if (arguments is null)
        {
            return null;
        }

        return MacroParser.IsMacro(name.Text, arguments.Count)
            ? _depth.Checked(MacroParser.Parse(name, operand, arguments, _errors))
            : _depth.Deepen(new ExpressionSyntax.Call(name.Offset, operand, name.Text, arguments), [operand, .. arguments]);
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
            case TokenKind.Literal when OperatorParser.IsIntBeyondRange(token):
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
                return elements is null ? null : _depth.Deepen(new ExpressionSyntax.List(token.Offset, elements), [.. elements]);
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
            ? _depth.Checked(MacroParser.ParseHas(name, arguments, _errors))
            : _depth.Deepen(new ExpressionSyntax.Call(name.Offset, null, name.Text, arguments), [.. arguments]);
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

        return _depth.Deepen(new ExpressionSyntax.Map(offset, entries), [.. entries.SelectMany(entry => new[] { entry.Key, entry.Value })]);
    }
}
