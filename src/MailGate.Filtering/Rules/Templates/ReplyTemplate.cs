using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions;

namespace MailGate.Filtering.Rules.Templates;

/// <summary>The reply of a rule, such as <c>550 5.7.1 Rejected by the DMARC policy of {dmarc.domain}</c>, checked when it is loaded.</summary>
internal sealed class ReplyTemplate
{
    /// <summary>Characters of text: a reply line has 512 octets at most (RFC 5321 §4.5.3.1.5), and the session adds the transaction's id.</summary>
    public const int MaxLength = 400;

    private readonly int _code;
    private readonly string _enhancedCode;
    private readonly TextTemplate _text;

    private ReplyTemplate(int code, string enhancedCode, TextTemplate text)
    {
        _code = code;
        _enhancedCode = enhancedCode;
        _text = text;
    }

    public IEnumerable<Fact> Facts => _text.Facts;

    /// <summary>
    /// Reads a reply for an action: its code is 5xx for reject and 4xx for defer, the enhanced code (RFC 3463) is of the same class and may be left out, and the
    /// text is printable US-ASCII.
    /// </summary>
    public static bool TryParse(string text, RuleAction action, FactSchema schema, [NotNullWhen(true)] out ReplyTemplate? reply, out ExpressionError error)
    {
        reply = null;
        char wanted = action == RuleAction.Defer ? '4' : '5';
        if (text.Length < 3 || !IsDigits(text.AsSpan(0, 3)) || (text.Length > 3 && text[3] != ' ') || text[1] > '5')
        {
            error = new ExpressionError(0, "a reply begins with its code: 550 5.7.1 Text");
            return false;
        }

        if (text[0] != wanted)
        {
            error = new ExpressionError(0, $"the reply of {RuleActionNames.NameOf(action)} begins with {wanted}, not {text[0]}");
            return false;
        }

        int start = Math.Min(text.Length, 4);
        int end = text.IndexOf(' ', start) is >= 0 and int space ? space : text.Length;
        string enhanced = $"{wanted}.7.1";
        if (end > start && char.IsAsciiDigit(text[start]) && text.IndexOf('.', start, end - start) > 0)
        {
            enhanced = text[start..end];
            if (!IsEnhancedCode(enhanced, wanted))
            {
                error = new ExpressionError(start, $"'{enhanced}' is not an enhanced code of class {wanted}: {wanted}.7.1");
                return false;
            }

            start = Math.Min(text.Length, end + 1);
        }

        return TryParseText(text, start, (int.Parse(text.AsSpan(0, 3), CultureInfo.InvariantCulture), enhanced), schema, out reply, out error);
    }

    /// <summary>The reply with these facts.</summary>
    public PolicyReply Expand(IFactSource facts) => new(_code, _enhancedCode, _text.Expand(facts, onlyAscii: true, MaxLength));

    private static bool TryParseText(
        string text, int start, (int Code, string Enhanced) codes, FactSchema schema, [NotNullWhen(true)] out ReplyTemplate? reply, out ExpressionError error)
    {
        reply = null;
        int bad = text.AsSpan(start).IndexOfAnyExceptInRange(' ', '~');
        if (bad >= 0 || start >= text.Length)
        {
            error = bad >= 0
                ? new ExpressionError(start + bad, "the text of a reply is one line of US-ASCII")
                : new ExpressionError(0, "the reply has no text");
            return false;
        }

        if (!TextTemplate.TryParse(text[start..], schema, out TextTemplate? template, out error))
        {
            error = error with { Offset = start + error.Offset };
            return false;
        }

        if (template.Literals.Length > MaxLength)
        {
            error = new ExpressionError(start, $"the text of a reply has at most {MaxLength} characters");
            return false;
        }

        reply = new ReplyTemplate(codes.Code, codes.Enhanced, template);
        return true;
    }

    // RFC 3463 §2: class "." subject "." detail, the latter two of one to three digits.
    private static bool IsEnhancedCode(string text, char wanted)
    {
        string[] parts = text.Split('.');
        return parts is [[var first], { Length: >= 1 and <= 3 }, { Length: >= 1 and <= 3 }]
            && first == wanted
            && parts.All(part => IsDigits(part));
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
