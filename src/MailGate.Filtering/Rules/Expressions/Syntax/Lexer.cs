using System.Globalization;
using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Syntax;

/// <summary>Splits an expression into tokens (CEL, "Syntax"). Cost is linear; what is no token is reported, and lexing ends there.</summary>
internal sealed class Lexer(string text, List<ExpressionError> errors)
{
    private static readonly (string Text, TokenKind Kind)[] Operators =
    [
        ("&&", TokenKind.And), ("||", TokenKind.Or), ("==", TokenKind.Equal), ("!=", TokenKind.NotEqual),
        ("<=", TokenKind.LessOrEqual), (">=", TokenKind.GreaterOrEqual), ("<", TokenKind.Less), (">", TokenKind.Greater), ("!", TokenKind.Not),
        ("+", TokenKind.Plus), ("-", TokenKind.Minus), ("*", TokenKind.Star), ("/", TokenKind.Slash), ("%", TokenKind.Percent),
        (".", TokenKind.Dot), (",", TokenKind.Comma), (":", TokenKind.Colon), ("?", TokenKind.Question),
        ("(", TokenKind.OpenParen), (")", TokenKind.CloseParen), ("[", TokenKind.OpenBracket), ("]", TokenKind.CloseBracket),
        ("{", TokenKind.OpenBrace), ("}", TokenKind.CloseBrace),
    ];

    private int _position;

    /// <summary>All tokens; the last one is <see cref="TokenKind.End"/>.</summary>
    public List<Token> ReadAll()
    {
        List<Token> tokens = [];
        Token token;
        do
        {
            token = Next();
            tokens.Add(token);
        }
        while (token.Kind != TokenKind.End);
        return tokens;
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private Token Next()
    {
        SkipSpaceAndComments();
        int start = _position;
        if (start >= text.Length)
        {
            return new Token(TokenKind.End, text.Length, "");
        }

        char c = text[start];
        if (StringLiteral.StartsAt(text, start))
        {
            return ReadString();
        }

        if (IsNameStart(c))
        {
            return ReadName();
        }

        if (char.IsAsciiDigit(c) || (c == '.' && start + 1 < text.Length && char.IsAsciiDigit(text[start + 1])))
        {
            return ReadNumber();
        }

        if (c == '`')
        {
            return ReadQuotedName();
        }

        foreach ((string symbol, TokenKind kind) in Operators)
        {
            if (string.CompareOrdinal(text, start, symbol, 0, symbol.Length) == 0)
            {
                _position += symbol.Length;
                return new Token(kind, start, symbol);
            }
        }

        string hint = c switch
        {
            '=' => "; equality is written ==",
            '&' => "; 'and' is written &&",
            '|' => "; 'or' is written ||",
            _ => "",
        };
        return Fail(start, $"unexpected character '{Printable(c)}'{hint}");
    }

    private static string Printable(char c) => c is >= ' ' and <= '~' ? c.ToString() : $"U+{(int)c:X4}";

    private void SkipSpaceAndComments()
    {
        while (_position < text.Length)
        {
            if (text[_position] is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                _position++;
            }
            else if (string.CompareOrdinal(text, _position, "//", 0, 2) == 0)
            {
                int end = text.IndexOf('\n', _position);
                _position = end < 0 ? text.Length : end + 1;
            }
            else
            {
                return;
            }
        }
    }

    private Token ReadName()
    {
        int start = _position;
        while (_position < text.Length && IsNamePart(text[_position]))
        {
            _position++;
        }

        string name = text[start.._position];
        return name switch
        {
            "true" => new Token(TokenKind.Literal, start, name, FactValue.True),
            "false" => new Token(TokenKind.Literal, start, name, FactValue.False),
            "null" => new Token(TokenKind.Literal, start, name, FactValue.Null),
            "in" => new Token(TokenKind.In, start, name),
            _ => new Token(TokenKind.Identifier, start, name),
        };
    }

    // A field name with other characters than letters, after a dot only: m.`content-type`.
    private Token ReadQuotedName()
    {
        int start = _position;
        int end = text.IndexOf('`', start + 1);
        string name = end < 0 ? "" : text[(start + 1)..end];
        if (name.Length == 0 || !name.All(c => IsNamePart(c) || c is '.' or '-' or '/' or ' '))
        {
            return Fail(start, "a name in backquotes may hold letters, digits, '_', '.', '-', '/' and spaces");
        }

        _position = end + 1;
        return new Token(TokenKind.QuotedIdentifier, start, name);
    }

    private Token ReadString()
    {
        int start = _position;
        if (!StringLiteral.TryRead(text, ref _position, out FactValue value, out ExpressionError error))
        {
            return Fail(error.Offset, error.Message);
        }

        return new Token(TokenKind.Literal, start, text[start.._position], value);
    }

    private Token ReadNumber()
    {
        int start = _position;
        bool isHex = string.Compare(text, start, "0x", 0, 2, StringComparison.OrdinalIgnoreCase) == 0;
        bool isDouble = isHex ? TakeHex() : TakeDecimal();
        string digits = text[start.._position];
        bool isUnsigned = !isDouble && _position < text.Length && text[_position] is 'u' or 'U';
        if (isUnsigned)
        {
            _position++;
        }

        if (_position < text.Length && IsNamePart(text[_position]))
        {
            return Fail(start, $"'{text[start..(_position + 1)]}' is not a number");
        }

        if (isDouble)
        {
            double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
            return new Token(TokenKind.Literal, start, digits, FactValue.Of(number));
        }

        bool fits = isHex
            ? ulong.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value)
            : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        if (!fits)
        {
            return Fail(start, $"the number {digits} does not fit into 64 bits");
        }

        // An int literal beyond the range keeps its text without u, so that the parser can tell 9223372036854775808 from 9223372036854775808u.
        return new Token(TokenKind.Literal, start, text[start.._position], isUnsigned || value > long.MaxValue ? FactValue.Of(value) : FactValue.Of((long)value));
    }

    private bool TakeHex()
    {
        _position += 2;
        while (_position < text.Length && char.IsAsciiHexDigit(text[_position]))
        {
            _position++;
        }

        return false;
    }

    // Returns whether there was a fraction or an exponent.
    private bool TakeDecimal()
    {
        bool isDouble = false;
        TakeDigits();
        if (_position + 1 < text.Length && text[_position] == '.' && char.IsAsciiDigit(text[_position + 1]))
        {
            isDouble = true;
            _position++;
            TakeDigits();
        }

        if (_position < text.Length && text[_position] is 'e' or 'E')
        {
            int mark = _position++;
            if (_position < text.Length && text[_position] is '+' or '-')
            {
                _position++;
            }

            int digits = _position;
            TakeDigits();
            if (_position == digits)
            {
                _position = mark;
                return isDouble;
            }

            return true;
        }

        return isDouble;
    }

    private void TakeDigits()
    {
        while (_position < text.Length && char.IsAsciiDigit(text[_position]))
        {
            _position++;
        }
    }

    private Token Fail(int offset, string message)
    {
        errors.Add(new ExpressionError(offset, message));
        _position = text.Length;
        return new Token(TokenKind.End, offset, "");
    }
}
