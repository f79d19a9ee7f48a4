using System.Diagnostics.CodeAnalysis;

namespace MailGate.Mail.Spf;

/// <summary>Reads SPF records (RFC 7208 §4.6.1, §12). The whole record must be right: one bad term spoils it.</summary>
internal static class SpfRecordParser
{
    private const string Version = "v=spf1";

    /// <summary>True for a TXT record whose version section is SPF's (RFC 7208 §4.5).</summary>
    public static bool IsSpfRecord(string text) =>
        text.StartsWith(Version, StringComparison.OrdinalIgnoreCase) && (text.Length == Version.Length || text[Version.Length] == ' ');

    /// <summary>Reads a record that <see cref="IsSpfRecord"/>; <paramref name="problem"/> names the first wrong term.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SpfRecord? record, out string problem)
    {
        record = null;
        problem = "";
        List<SpfDirective> directives = [];
        SpfMacroString? redirect = null, explanation = null;
        ReadOnlySpan<char> terms = text.AsSpan(Version.Length);
        foreach (Range range in terms.Split(' '))
        {
            ReadOnlySpan<char> term = terms[range];
            if (term.IsEmpty)
            {
                continue;
            }

            bool ok;
            if (IsModifier(term, out int nameLength))
            {
                ok = TryParseModifier(term[..nameLength], term[(nameLength + 1)..], ref redirect, ref explanation, out problem);
            }
            else if (ok = SpfDirectiveParser.TryParse(term, out SpfDirective? directive, out problem))
            {
                directives.Add(directive!);
            }

            if (!ok)
            {
                problem = $"term '{term}': {problem}";
                return false;
            }
        }

        record = new SpfRecord(text, directives, redirect, explanation);
        return true;
    }

    // A modifier has "=" right after its name, before any ":" or "/" (RFC 7208 §4.6.1).
    private static bool IsModifier(ReadOnlySpan<char> term, out int nameLength)
    {
        nameLength = 0;
        if (!char.IsAsciiLetter(term[0]))
        {
            return false;
        }

        while (nameLength < term.Length && (char.IsAsciiLetterOrDigit(term[nameLength]) || term[nameLength] is '-' or '_' or '.'))
        {
            nameLength++;
        }

        return nameLength < term.Length && term[nameLength] == '=';
    }

    private static bool TryParseModifier(
        ReadOnlySpan<char> name, ReadOnlySpan<char> value, ref SpfMacroString? redirect, ref SpfMacroString? explanation, out string problem)
    {
        if (name.Equals("redirect", StringComparison.OrdinalIgnoreCase))
        {
            return TryParseOnce(value, ref redirect, out problem);
        }

        return name.Equals("exp", StringComparison.OrdinalIgnoreCase)
            ? TryParseOnce(value, ref explanation, out problem)
            : SpfMacroParser.IsMacroString(value, out problem);
    }

    private static bool TryParseOnce(ReadOnlySpan<char> value, ref SpfMacroString? target, out string problem)
    {
        // RFC 7208 §6: redirect and exp must not appear more than once.
        if (target is not null)
        {
            problem = "the modifier is there twice";
            return false;
        }

        return SpfMacroParser.TryParseDomainSpec(value, out target, out problem);
    }
}
