using System.Text;
using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions.Functions;

/// <summary>Functions that make new strings or lists of them; what they make is paid for from the expression's budget.</summary>
internal static class StringEditing
{
    /// <summary>Replaces up to <paramref name="limit"/> occurrences, all when it is negative; an empty part stands before and after every code point.</summary>
    public static FactValue Replace(string text, string part, string replacement, long limit, EvaluationContext context)
    {
        if (limit == 0)
        {
            return FactValue.Of(text);
        }

        StringBuilder result = new();
        int copied = 0;
        for (long done = 0; limit < 0 || done < limit; done++)
        {
            int from = part.Length == 0 && done > 0 ? copied + (copied < text.Length ? CodePoints.LengthAt(text, copied) : 1) : copied;
            int found = from > text.Length ? -1 : text.IndexOf(part, from, StringComparison.Ordinal);
            if (found < 0)
            {
                break;
            }

            if (!context.TrySpend(found - copied + replacement.Length + 1))
            {
                return EvaluationErrors.TooCostly;
            }

            result.Append(text, copied, found - copied).Append(replacement);
            copied = found + part.Length;
        }

        return FactValue.Of(copied == 0 && result.Length == 0 ? text : result.Append(text, copied, text.Length - copied).ToString());
    }

    /// <summary>The parts between separators: all for a negative limit, none for 0, and the last part keeps the rest when the limit is reached.</summary>
    public static FactValue Split(string text, string separator, long limit, EvaluationContext context)
    {
        if (limit == 0)
        {
            return FactValue.Of(FactList.Empty);
        }

        List<string> parts = [];
        int start = 0;
        while (limit < 0 || parts.Count < limit - 1)
        {
            int end = separator.Length == 0 ? NextCodePoint(text, start) : text.IndexOf(separator, start, StringComparison.Ordinal);
            if (end < 0)
            {
                break;
            }

            if (!context.TrySpend(1 + end - start))
            {
                return EvaluationErrors.TooCostly;
            }

            parts.Add(text[start..end]);
            start = end + separator.Length;
        }

        if (separator.Length > 0 || start < text.Length)
        {
            parts.Add(text[start..]);
        }

        return FactValue.Of(FactList.Of(parts));
    }

    public static FactValue Join(FactList list, string separator, EvaluationContext context)
    {
        StringBuilder joined = new();
        for (int index = 0; index < list.Count; index++)
        {
            FactValue element = list[index];
            if (element.Kind != FactKind.String)
            {
                return EvaluationErrors.NoOverload;
            }

            if (!context.TrySpend(element.AsString.Length + separator.Length + 1))
            {
                return EvaluationErrors.TooCostly;
            }

            joined.Append(index == 0 ? "" : separator).Append(element.AsString);
        }

        return FactValue.Of(joined.ToString());
    }

    // Where the code point after the one at start begins, or -1 when that is the last one.
    private static int NextCodePoint(string text, int start)
    {
        int next = start < text.Length ? start + CodePoints.LengthAt(text, start) : text.Length;
        return next < text.Length ? next : -1;
    }
}
