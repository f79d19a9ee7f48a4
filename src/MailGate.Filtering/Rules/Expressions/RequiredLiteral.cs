using System.Text;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>
/// Finds a text that every match of a regular expression must hold, by reading its outermost sequence only. Where in doubt it finds less: groups, classes and
/// what may be absent are no part of it.
/// </summary>
internal static class RequiredLiteral
{
    private const int MinLength = 2;

    /// <summary>The longest such text of at least two characters; null when there is none.</summary>
    /// <param name="ignoresCase">It is to be searched without regard to case.</param>
    public static string? Find(string pattern, out bool ignoresCase)
    {
        Reader reader = new(pattern, HasOption(pattern, 'i'));
        ignoresCase = reader.IgnoresCase;
        // (?x) takes white space and # for nothing.
        return HasOption(pattern, 'x') || !reader.ReadAll() || reader.Longest.Length < MinLength ? null : reader.Longest;
    }

    // An option that is set anywhere, as in (?i) or (?i:...).
    private static bool HasOption(string pattern, char option)
    {
        for (int start = pattern.IndexOf("(?", StringComparison.Ordinal); start >= 0; start = pattern.IndexOf("(?", start + 2, StringComparison.Ordinal))
        {
            int end = start + 2;
            while (end < pattern.Length && (char.IsAsciiLetter(pattern[end]) || pattern[end] == '-'))
            {
                end++;
            }

            if (pattern.AsSpan(start, end - start).Contains(option))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class Reader(string pattern, bool ignoresCase)
    {
        private readonly StringBuilder _run = new();
        private int _position;

        public bool IgnoresCase => ignoresCase;

        public string Longest { get; private set; } = "";

        /// <summary>Reads the outermost sequence; false when it has alternatives.</summary>
        public bool ReadAll()
        {
            while (_position < pattern.Length)
            {
                char c = pattern[_position];
                switch (c)
                {
                    case '|':
                        return false;
                    case '(':
                        SkipGroup();
                        EndRun();
                        break;
                    case '[':
                        SkipClass();
                        EndRun();
                        break;
                    case '\\':
                        ReadEscape();
                        break;
                    case '?' or '*' or '{':
                        // What stands before may be absent; after + it is there at least once.
                        _run.Length = Math.Max(0, _run.Length - 1);
                        EndRun();
                        SkipQuantifier();
                        break;
                    case '+' or '.' or '^' or '$' or ')' or '}' or ']':
                        EndRun();
                        _position++;
                        break;
                    default:
                        Take(c);
                        _position++;
                        break;
                }
            }

            EndRun();
            return true;
        }

        // Letters that have further forms, such as the Kelvin sign for k, are not compared alike by both searches.
        private void Take(char c)
        {
            if (ignoresCase && (c is 'k' or 'K' or 'i' or 'I' || !char.IsAscii(c)))
            {
                EndRun();
            }
            else
            {
                _run.Append(c);
            }
        }

        private void EndRun()
        {
            Longest = _run.Length > Longest.Length ? _run.ToString() : Longest;
            _run.Clear();
        }

        // \. and the like stand for themselves; letters and digits after a backslash mean something else.
        private void ReadEscape()
        {
            char escaped = _position + 1 < pattern.Length ? pattern[_position + 1] : 'b';
            _position += 2;
            if (char.IsAsciiLetterOrDigit(escaped))
            {
                EndRun();
                // What belongs to the escape is no text: \p{L}, \x41, \u0041, \cA, \k<name>, \012.
                _position += escaped switch
                {
                    'p' or 'P' or 'k' => LengthTo(escaped == 'k' ? '>' : '}'),
                    'x' => 2,
                    'u' => 4,
                    'c' => 1,
                    >= '0' and <= '9' => DigitsHere(),
                    _ => 0,
                };
            }
            else
            {
                Take(escaped);
            }
        }

        private int LengthTo(char end) => pattern.IndexOf(end, Math.Min(_position, pattern.Length)) is >= 0 and int at ? at - _position + 1 : pattern.Length;

        private int DigitsHere()
        {
            int rest = pattern.AsSpan(Math.Min(_position, pattern.Length)).IndexOfAnyExceptInRange('0', '9');
            return rest < 0 ? pattern.Length : rest;
        }

        private void SkipQuantifier()
        {
            if (pattern[_position] == '{')
            {
                int end = pattern.IndexOf('}', _position);
                _position = end < 0 ? pattern.Length : end;
            }

            _position++;
        }

        private void SkipClass()
        {
            _position++;
            // A bracket that comes first, perhaps after ^, is a member.
            _position += _position < pattern.Length && pattern[_position] == '^' ? 1 : 0;
            _position += _position < pattern.Length && pattern[_position] == ']' ? 1 : 0;
            int depth = 1;
            while (_position < pattern.Length && depth > 0)
            {
                char c = pattern[_position++];
                _position += c == '\\' ? 1 : 0;
                // [a-z-[aeiou]] has a class within the class.
                depth += c == '[' && _position > 1 && pattern[_position - 2] == '-' ? 1 : c == ']' ? -1 : 0;
            }
        }

        private void SkipGroup()
        {
            int depth = 0;
            do
            {
                char c = pattern[_position];
                if (c == '[')
                {
                    SkipClass();
                    continue;
                }

                _position += c == '\\' ? 2 : 1;
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
            while (depth > 0 && _position < pattern.Length);
        }
    }
}
