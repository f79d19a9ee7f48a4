namespace MailGate.Filtering.Rules.Expressions.Syntax;

/// <summary>A place in a list of tokens, for the parser to move on.</summary>
internal sealed class TokenCursor(List<Token> tokens, List<ExpressionError> errors)
{
    private int _next;

    /// <summary>The token that comes next; the last one is <see cref="TokenKind.End"/> and stays.</summary>
    public Token Current => tokens[_next];

    /// <summary>Moves past the current token.</summary>
    public Token Advance() => Current.Kind == TokenKind.End ? Current : tokens[_next++];

    /// <summary>Puts another token in place of the current one.</summary>
    public void Replace(Token token) => tokens[_next] = token;

    /// <summary>Moves past the current token if it is of this kind.</summary>
    public bool Take(TokenKind kind)
    {
        bool taken = Current.Kind == kind && kind != TokenKind.End;
        _next += taken ? 1 : 0;
        return taken;
    }

    /// <summary>Moves past a token of this kind, or reports that it is missing.</summary>
    public bool Expect(TokenKind kind, string what)
    {
        if (Take(kind))
        {
            return true;
        }

        FailHere($"expected {what}, not {Describe()}");
        return false;
    }

    /// <summary>The current token for a message.</summary>
    public string Describe() => Current.Kind == TokenKind.End ? "end of the expression" : $"'{Current.Text}'";

    /// <summary>Reports a mistake at the current token; gives null, for what could not be parsed.</summary>
    public ExpressionSyntax? FailHere(string message) => Fail(Current.Offset, message);

    public ExpressionSyntax? Fail(int offset, string message)
    {
        errors.Add(new ExpressionError(offset, message));
        return null;
    }
}
