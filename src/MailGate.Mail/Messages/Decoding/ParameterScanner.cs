using System.Text;

namespace MailGate.Mail.Messages.Decoding;

/// <summary>Reads a structured field from left to right: quoted strings, comments (RFC 822 §3.3), missing semicolons and missing quotes.</summary>
internal ref struct ParameterScanner(ReadOnlySpan<char> field)
{
    // Each unclosed parenthesis costs a look to the end of the field.
    private const int MaxUnclosedComments = 4;

    private ReadOnlySpan<char> _rest = field;

    /// <summary>True when a semicolon was missing or a quoted string did not end.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>What stands before the first parameter, without comments.</summary>
    public string ReadValue(out bool hadComment)
    {
        if (BeginsParameter(_rest.TrimStart(" \t")))
        {
            // "Content-Disposition: filename=x": the value is missing.
            IsMalformed = true;
            hadComment = false;
            return "";
        }

        int end = EndOfBareValue(_rest);
        ReadOnlySpan<char> value = _rest[..end];
        _rest = _rest[end..];
        string text = WithoutComments(value, out hadComment);
        return text.Trim();
    }

    public bool TryReadParameter(out FieldParameter parameter)
    {
        while (true)
        {
            bool isParted = _rest.TrimStart(" \t") is [';', ..];
            _rest = _rest.TrimStart("; \t");
            if (_rest.IsEmpty)
            {
                parameter = default;
                return false;
            }

            IsMalformed |= !isParted;

            int end = _rest.IndexOfAny('=', ';');
            if (end < 0 || _rest[end] == ';')
            {
                _rest = end < 0 ? [] : _rest[end..];
                continue;
            }

            string name = WithoutComments(_rest[..end], out _).Trim().ToLowerInvariant();
            _rest = _rest[(end + 1)..].TrimStart(" \t");
            parameter = _rest is ['"', ..] ? ReadQuoted(name) : ReadBare(name);
            if (name.Length > 0)
            {
                return true;
            }
        }
    }

    private FieldParameter ReadQuoted(string name)
    {
        StringBuilder value = new();
        bool escaped = false;
        int i = 1;
        for (; i < _rest.Length && _rest[i] != '"'; i++)
        {
            if (_rest[i] == '\\' && i + 1 < _rest.Length)
            {
                escaped = true;
                i++;
            }

            value.Append(_rest[i]);
        }

        IsMalformed |= i >= _rest.Length;
        ReadOnlySpan<char> literal = _rest[1..Math.Min(i, _rest.Length)];
        _rest = i < _rest.Length ? _rest[(i + 1)..] : [];
        int tailLength = EndOfBareValue(_rest);
        ReadOnlySpan<char> tail = _rest[..tailLength].Trim(" \t");
        _rest = _rest[tailLength..];
        string text = value.ToString();

        List<string>? others = null;
        if (escaped)
        {
            // Windows paths: readers that do not unescape see the backslashes.
            (others ??= []).Add(literal.ToString());
        }

        if (!tail.IsEmpty && tail[0] != '(')
        {
            (others ??= []).Add(text + tail.ToString().Replace("\"", "", StringComparison.Ordinal));
        }

        if (text.AsSpan().Trim().Length != text.Length)
        {
            (others ??= []).Add(text.Trim());
        }

        return new FieldParameter(name, text, others ?? (IReadOnlyList<string>)[]);
    }

    private FieldParameter ReadBare(string name)
    {
        int end = EndOfBareValue(_rest);
        ReadOnlySpan<char> value = _rest[..end].TrimEnd(" \t");
        _rest = _rest[end..];
        List<string>? others = null;
        if (value.IndexOfAny(" \t(") is var cut and > 0)
        {
            (others ??= []).Add(value[..cut].ToString());
        }

        if (value.ContainsAny('"', '\''))
        {
            (others ??= []).Add(value.Trim("\"'").ToString());
        }

        string plain = WithoutComments(value, out bool hadComment);
        if (hadComment)
        {
            (others ??= []).Add(plain.Trim(' ', '\t', '"', '\''));
        }

        return new FieldParameter(name, value.ToString(), others ?? (IReadOnlyList<string>)[]);
    }

    // A bare value ends at a semicolon, or at white space after which another parameter begins: semicolons are forgotten often.
    private static int EndOfBareValue(ReadOnlySpan<char> text)
    {
        int position = 0;
        int unclosed = 0;
        while (position < text.Length)
        {
            int stop = text[position..].IndexOfAny("; \t\"(");
            if (stop < 0)
            {
                return text.Length;
            }

            position += stop;
            switch (text[position])
            {
                case ';':
                    return position;
                case '"':
                    int close = text[(position + 1)..].IndexOf('"');
                    position = close < 0 ? text.Length : position + close + 2;
                    break;
                case '(':
                    int after = unclosed < MaxUnclosedComments ? EndOfComment(text, position) : -1;
                    unclosed += after < 0 ? 1 : 0;
                    position = after < 0 ? position + 1 : after;
                    break;
                default:
                    int next = position;
                    while (next < text.Length && text[next] is ' ' or '\t')
                    {
                        next++;
                    }

                    if (BeginsParameter(text[next..]))
                    {
                        return position;
                    }

                    position = Math.Max(next, position + 1);
                    break;
            }
        }

        return text.Length;
    }

    private static bool BeginsParameter(ReadOnlySpan<char> text)
    {
        int i = 0;
        while (i < text.Length && i < 40 && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '-' or '*' or '_'))
        {
            i++;
        }

        return i > 1 && i < text.Length && text[i] == '=' && char.IsAsciiLetter(text[0]);
    }

    // Offset after the comment, or -1 when it does not end.
    private static int EndOfComment(ReadOnlySpan<char> text, int open)
    {
        int depth = 0;
        for (int i = open; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '(':
                    depth++;
                    break;
                case ')' when --depth == 0:
                    return i + 1;
                default:
                    break;
            }
        }

        return -1;
    }

    internal static string WithoutComments(ReadOnlySpan<char> text, out bool hadComment)
    {
        hadComment = false;
        if (!text.Contains('('))
        {
            return text.ToString();
        }

        StringBuilder plain = new(text.Length);
        int unclosed = 0;
        for (int i = 0; i < text.Length; i++)
        {
            int end = text[i] == '(' && unclosed < MaxUnclosedComments ? EndOfComment(text, i) : -1;
            if (end < 0)
            {
                unclosed += text[i] == '(' ? 1 : 0;
                plain.Append(text[i]);
                continue;
            }

            hadComment = true;
            i = end - 1;
        }

        return plain.ToString();
    }
}
