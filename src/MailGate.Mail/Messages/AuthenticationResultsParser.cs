using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MailGate.Mail.Messages;

/// <summary>Reads Authentication-Results in one pass (RFC 8601 §2.2). Every position moves forward only.</summary>
internal ref struct AuthenticationResultsParser(string text)
{
    // RFC 5321 §4.1.2 Keyword, with the underscore that some methods have in their properties.
    private static readonly SearchValues<char> KeywordCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    // What ends a value that is written without quotes.
    private static readonly SearchValues<char> ValueEnds = SearchValues.Create(" \t\r\n;(\"");

    private readonly string _text = text;
    private int _position;

    private readonly bool IsAtEnd => _position >= _text.Length;

    /// <summary>
    /// Reads only who the field is from. False when the id is missing, or is followed by something that no grammar allows, so that readers may
    /// disagree about it.
    /// </summary>
    public bool TryParseAuthservId([NotNullWhen(true)] out string? authservId, out string? version)
    {
        authservId = null;
        version = null;
        if (!SkipComments())
        {
            return false;
        }

        bool isQuoted = !IsAtEnd && _text[_position] == '"';
        authservId = isQuoted ? ReadQuoted() : ReadToken();
        if (string.IsNullOrEmpty(authservId) || !(IsAtEnd || _text[_position] is ' ' or '\t' or '\r' or '\n' or ';' or '(') || !SkipComments())
        {
            return false;
        }

        if (!IsAtEnd && _text[_position] != ';')
        {
            version = ReadToken();
            if (version.Length == 0 || !SkipComments())
            {
                return false;
            }
        }

        return IsAtEnd || _text[_position] == ';';
    }

    public bool TryParse([NotNullWhen(true)] out AuthenticationResults? results)
    {
        results = null;
        if (!TryParseAuthservId(out string? authservId, out string? version))
        {
            return false;
        }

        List<AuthenticationResult> found = [];
        while (!IsAtEnd)
        {
            // The loop stands at a semicolon.
            _position++;
            if (!SkipComments() || !TryParseResult(out AuthenticationResult? result))
            {
                return false;
            }

            if (result is not null)
            {
                found.Add(result);
            }
        }

        results = new AuthenticationResults(authservId, found) { Version = version };
        return true;
    }

    // resinfo; null for nothing and for "none".
    private bool TryParseResult(out AuthenticationResult? result)
    {
        result = null;
        if (IsAtEnd || _text[_position] == ';')
        {
            return true;
        }

        string method = ReadKeyword();
        string? methodVersion = null;
        if (method.Length == 0 || !SkipComments())
        {
            return false;
        }

        if (method == "none" && (IsAtEnd || _text[_position] == ';'))
        {
            return true;
        }

        if (Take('/'))
        {
            methodVersion = SkipComments() ? ReadKeyword() : "";
            if (methodVersion.Length == 0 || methodVersion.AsSpan().ContainsAnyExceptInRange('0', '9') || !SkipComments())
            {
                return false;
            }
        }

        if (!Take('=') || !SkipComments())
        {
            return false;
        }

        string word = ReadKeyword();
        if (!TryParseProperties(out string? reason, out List<AuthenticationProperty> properties))
        {
            return false;
        }

        result = new AuthenticationResult(method, word) { MethodVersion = methodVersion, Reason = reason, Properties = properties };
        return true;
    }

    // [ CFWS reasonspec ] *( CFWS propspec )
    private bool TryParseProperties(out string? reason, out List<AuthenticationProperty> properties)
    {
        reason = null;
        properties = [];
        while (SkipComments())
        {
            if (IsAtEnd || _text[_position] == ';')
            {
                return true;
            }

            string type = ReadKeyword();
            if (type.Length == 0 || !SkipComments())
            {
                return false;
            }

            string name = "";
            if (type != "reason" || (!IsAtEnd && _text[_position] == '.'))
            {
                name = Take('.') && SkipComments() ? ReadKeyword() : "";
                if (name.Length == 0)
                {
                    return false;
                }
            }

            if (!SkipComments() || !Take('=') || !SkipComments() || !TryReadValue(out string value))
            {
                return false;
            }

            if (name.Length == 0)
            {
                reason ??= value;
            }
            else
            {
                properties.Add(new AuthenticationProperty(type, name, value));
            }
        }

        return false;
    }

    // pvalue = value / [ [ local-part ] "@" ] domain-name; a quoted local-part is followed by its domain at once.
    private bool TryReadValue(out string value)
    {
        value = "";
        if (!IsAtEnd && _text[_position] == '"')
        {
            if (ReadQuoted() is not { } quoted)
            {
                return false;
            }

            value = quoted;
            if (IsAtEnd || _text[_position] != '@')
            {
                return true;
            }
        }

        ReadOnlySpan<char> rest = _text.AsSpan(_position);
        int length = rest.IndexOfAny(ValueEnds);
        length = length < 0 ? rest.Length : length;
        value += rest[..length].ToString();
        _position += length;
        return true;
    }

    private bool Take(char c)
    {
        if (IsAtEnd || _text[_position] != c)
        {
            return false;
        }

        _position++;
        return true;
    }

    private string ReadKeyword() => ReadRun(KeywordCharacters).ToLowerInvariant();

    private string ReadToken() => ReadRun(FieldText.TokenOrBeyondAscii);

    private string ReadRun(SearchValues<char> characters)
    {
        ReadOnlySpan<char> rest = _text.AsSpan(_position);
        int length = rest.IndexOfAnyExcept(characters);
        length = length < 0 ? rest.Length : length;
        _position += length;
        return rest[..length].ToString();
    }

    // Null when it is not closed.
    private string? ReadQuoted()
    {
        StringBuilder content = new();
        for (int i = _position + 1; i < _text.Length; i++)
        {
            if (_text[i] == '"')
            {
                _position = i + 1;
                return content.ToString();
            }

            if (_text[i] == '\\' && ++i == _text.Length)
            {
                break;
            }

            content.Append(_text[i]);
        }

        return null;
    }

    /// <summary>Skips CFWS (RFC 5322 §3.2.2); false when a comment is not closed.</summary>
    private bool SkipComments()
    {
        int depth = 0;
        for (; !IsAtEnd; _position++)
        {
            switch (_text[_position])
            {
                case '(':
                    depth++;
                    break;
                case ')' when depth > 0:
                    depth--;
                    break;
                case '\\' when depth > 0:
                    _position++;
                    break;
                case ' ' or '\t' or '\r' or '\n':
                    break;
                default:
                    if (depth == 0)
                    {
                        return true;
                    }

                    break;
            }
        }

        _position = _text.Length;
        return depth == 0;
    }
}
