using System.Diagnostics.CodeAnalysis;
using System.Text;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions;

namespace MailGate.Filtering.Rules.Templates;

/// <summary>
/// Text with facts in braces, such as <c>Rejected by the DMARC policy of {dmarc.domain}</c>; <c>{{</c> and <c>}}</c> are braces. What a message
/// puts into a fact cannot end the line, add another or grow without bound (ATTACKS A05, A11): control characters become spaces, and both each fact and
/// the whole are cut.
/// </summary>
internal sealed class TextTemplate
{
    /// <summary>Characters of one fact that are kept.</summary>
    public const int MaxFactLength = 128;

    private readonly List<(string Literal, Fact? Fact)> _parts;

    private TextTemplate(List<(string Literal, Fact? Fact)> parts) => _parts = parts;

    /// <summary>The facts that it names.</summary>
    public IEnumerable<Fact> Facts => _parts.Select(part => part.Fact).OfType<Fact>();

    /// <summary>The text between the facts.</summary>
    public string Literals => string.Concat(_parts.Select(part => part.Literal));

    /// <summary>Reads a template; false with what is wrong, and where, for unknown facts, lists and objects, and braces that do not match.</summary>
    public static bool TryParse(string text, FactSchema schema, [NotNullWhen(true)] out TextTemplate? template, out ExpressionError error)
    {
        template = null;
        error = default;
        List<(string Literal, Fact? Fact)> parts = [];
        StringBuilder literal = new();
        for (int index = 0; index < text.Length; index++)
        {
            char c = text[index];
            if (c is not ('{' or '}'))
            {
                literal.Append(c);
            }
            else if (index + 1 < text.Length && text[index + 1] == c)
            {
                literal.Append(c);
                index++;
            }
            else
            {
                int end = text.IndexOf('}', index);
                if (c == '}' || end < 0)
                {
                    error = new ExpressionError(index, "a brace without its other half; write {{ or }} for a brace in the text");
                    return false;
                }

                if (!TryFind(text[(index + 1)..end], index + 1, schema, out Fact? fact, out error))
                {
                    return false;
                }

                parts.Add((literal.ToString(), fact));
                literal.Clear();
                index = end;
            }
        }

        parts.Add((literal.ToString(), null));
        template = new TextTemplate(parts);
        return true;
    }

    /// <summary>The text with these facts; an unknown fact leaves a gap.</summary>
    /// <param name="onlyAscii">Other characters become question marks.</param>
    /// <param name="maxLength">Where the text is cut.</param>
    public string Expand(IFactSource facts, bool onlyAscii, int maxLength)
    {
        StringBuilder text = new();
        foreach ((string literal, Fact? fact) in _parts)
        {
            text.Append(literal);
            if (fact is not null && facts.Get(fact.Slot) is { IsError: false } value)
            {
                string shown = FactText.Of(value);
                Append(text, shown.AsSpan(0, Math.Min(shown.Length, MaxFactLength)), onlyAscii);
            }
        }

        return text.ToString(0, Math.Min(text.Length, maxLength)).Trim();
    }

    private static void Append(StringBuilder text, ReadOnlySpan<char> value, bool onlyAscii)
    {
        foreach (char c in value)
        {
            bool isControl = char.IsControl(c) || c is '\u2028' or '\u2029' || (c >= '\uD800' && c <= '\uDFFF' && onlyAscii);
            text.Append(isControl ? ' ' : onlyAscii && c > '~' ? '?' : c);
        }
    }

    private static bool TryFind(string name, int offset, FactSchema schema, [NotNullWhen(true)] out Fact? fact, out ExpressionError error)
    {
        if (!schema.TryFind(name, out fact))
        {
            error = new ExpressionError(offset, $"unknown fact '{name}'{NearestName.Suggest(name, schema.Facts.Select(known => known.Path))}");
            return false;
        }

        bool isPlain = fact.Type.Kind is not (FactKind.List or FactKind.Map or FactKind.Object or FactKind.Bytes);
        error = isPlain ? default : new ExpressionError(offset, $"'{name}' is a {fact.Type}; only single values can stand in a text");
        return isPlain;
    }
}
