using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace MailGate.Mail.Spf;

/// <summary>Reads macro-strings (RFC 7208 §7.1).</summary>
internal static class SpfMacroParser
{
    private const int ManyParts = 1000;
    private const string TermLetters = "slodiphv";
    private const string ExplanationLetters = TermLetters + "crt";
    private static readonly SearchValues<char> Delimiters = SearchValues.Create(".-+,/_=");

    /// <summary>Reads a domain-spec: a macro-string that ends in a macro or in a dot and a top label.</summary>
    public static bool TryParseDomainSpec(ReadOnlySpan<char> text, [NotNullWhen(true)] out SpfMacroString? value, out string problem)
    {
        if (!TryParse(text, TermLetters, allowSpace: false, out value, out int tailStart, out problem))
        {
            return false;
        }

        if (text.IsEmpty)
        {
            problem = "the domain is empty";
            return false;
        }

        if (tailStart < text.Length && !EndsInTopLabel(text[tailStart..]))
        {
            problem = $"'{text}' does not end in a top-level domain";
            return false;
        }

        return true;
    }

    /// <summary>Reads the text of an explanation (RFC 7208 §6.2): spaces and the letters c, r and t are allowed there.</summary>
    public static bool TryParseExplanation(ReadOnlySpan<char> text, [NotNullWhen(true)] out SpfMacroString? value) =>
        TryParse(text, ExplanationLetters, allowSpace: true, out value, out _, out _);

    /// <summary>Checks the value of a modifier that is not known here.</summary>
    public static bool IsMacroString(ReadOnlySpan<char> text, out string problem) =>
        TryParse(text, ExplanationLetters, allowSpace: false, out _, out _, out problem);

    private static bool TryParse(
        ReadOnlySpan<char> text, string letters, bool allowSpace, [NotNullWhen(true)] out SpfMacroString? value, out int tailStart, out string problem)
    {
        value = null;
        tailStart = 0;
        problem = "";
        List<SpfMacro> macros = [];
        System.Text.StringBuilder literal = new();
        int position = 0;
        while (position < text.Length)
        {
            char c = text[position];
            if (c != '%')
            {
                // macro-literal = %x21-24 / %x26-7E
                if (c is < '!' or > '~' && !(allowSpace && c == ' '))
                {
                    problem = $"character {(int)c:X2} hex is not allowed";
                    return false;
                }

                literal.Append(c);
                position++;
                continue;
            }

            if (!TryParseMacro(text[position..], letters, out SpfMacro macro, out int length))
            {
                problem = $"'{text[position..]}' does not start with a macro";
                return false;
            }

            position += length;
            tailStart = position;
            if (macro.Literal is not null)
            {
                literal.Append(macro.Literal);
                continue;
            }

            FlushLiteral();
            macros.Add(macro);
        }

        FlushLiteral();
        value = new SpfMacroString([.. macros]);
        return true;

        void FlushLiteral()
        {
            if (literal.Length > 0)
            {
                macros.Add(new SpfMacro(literal.ToString()));
                literal.Clear();
            }
        }
    }

    // macro-expand = ( "%{" macro-letter transformers *delimiter "}" ) / "%%" / "%_" / "%-"
    private static bool TryParseMacro(ReadOnlySpan<char> text, string letters, out SpfMacro macro, out int length)
    {
        macro = default;
        length = 2;
        switch (text.Length > 1 ? text[1] : '\0')
        {
            case '%':
                macro = new SpfMacro("%");
                return true;
            case '_':
                macro = new SpfMacro(" ");
                return true;
            case '-':
                macro = new SpfMacro("%20");
                return true;
            case '{':
                int end = text.IndexOf('}');
                length = end + 1;
                return end > 2 && TryParseBraces(text[2..end], letters, out macro);
            default:
                return false;
        }
    }

    private static bool TryParseBraces(ReadOnlySpan<char> text, string letters, out SpfMacro macro)
    {
        macro = default;
        char letter = char.ToLowerInvariant(text[0]);
        if (!letters.Contains(letter, StringComparison.Ordinal))
        {
            return false;
        }

        int digits = text[1..].IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? text.Length - 1 : digits;
        int parts = 0;
        foreach (char digit in text.Slice(1, digits))
        {
            // More parts than any name has are all parts, so the number need not grow.
            parts = Math.Min((parts * 10) + (digit - '0'), ManyParts);
        }

        // RFC 7208 §7.3: if a DIGIT is specified, the value must be nonzero.
        if (digits > 0 && parts == 0)
        {
            return false;
        }

        ReadOnlySpan<char> rest = text[(1 + digits)..];
        bool reverse = rest.Length > 0 && rest[0] is 'r' or 'R';
        rest = reverse ? rest[1..] : rest;
        if (rest.ContainsAnyExcept(Delimiters))
        {
            return false;
        }

        macro = new SpfMacro(null, letter, parts, reverse, rest.ToString(), char.IsAsciiLetterUpper(text[0]));
        return true;
    }

    // domain-end = ( "." toplabel [ "." ] ); the tail is what follows the last macro.
    private static bool EndsInTopLabel(ReadOnlySpan<char> tail)
    {
        tail = tail[^1] == '.' ? tail[..^1] : tail;
        int dot = tail.LastIndexOf('.');
        ReadOnlySpan<char> label = tail[(dot + 1)..];
        if (dot < 0 || label.IsEmpty || label[0] == '-' || label[^1] == '-')
        {
            return false;
        }

        bool hasLetterOrHyphen = false;
        foreach (char c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                return false;
            }

            hasLetterOrHyphen |= !char.IsAsciiDigit(c);
        }

        return hasLetterOrHyphen;
    }
}
