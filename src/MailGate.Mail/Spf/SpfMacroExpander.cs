using System.Text;

namespace MailGate.Mail.Spf;

/// <summary>Expands macro-strings (RFC 7208 §7.3).</summary>
internal static class SpfMacroExpander
{
    /// <summary>Most characters of one expansion; a record can ask for many times its own size.</summary>
    public const int MaxCharacters = 8192;

    /// <summary>The expansion, or null when it would be longer than <see cref="MaxCharacters"/>.</summary>
    public static string? Expand(SpfMacroString text, SpfMacroValues values, string domain, string validatedName)
    {
        if (text.Constant is not null)
        {
            return text.Constant;
        }

        StringBuilder result = new();
        foreach (SpfMacro macro in text.Macros)
        {
            string part = macro.Literal ?? Transform(macro, values.Get(macro.Letter, domain, validatedName));
            if (result.Length + part.Length > MaxCharacters)
            {
                return null;
            }

            result.Append(part);
        }

        return result.ToString();
    }

    private static string Transform(in SpfMacro macro, string value)
    {
        if (macro.Reverse || macro.Parts > 0 || macro.Delimiters.Length > 0)
        {
            // Leading, trailing and consecutive delimiters give empty parts; they are kept.
            string[] parts = value.Split(macro.Delimiters.Length > 0 ? macro.Delimiters.ToCharArray() : ['.']);
            if (macro.Reverse)
            {
                Array.Reverse(parts);
            }

            int keep = macro.Parts == 0 ? parts.Length : Math.Min(macro.Parts, parts.Length);
            value = string.Join('.', parts, parts.Length - keep, keep);
        }

        // All but the "unreserved" of RFC 3986 §2.3, in UTF-8.
        return macro.UrlEscape ? Uri.EscapeDataString(value) : value;
    }
}
