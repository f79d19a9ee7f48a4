using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using MailGate.Mail.Addresses;

namespace MailGate.Filtering.Rewriting;

/// <summary>What a map turns an address into: an address, a domain that the local part moves to, or text with groups of a regular expression.</summary>
internal sealed class AddressTarget
{
    private readonly List<(string Text, int Group)> _parts;
    private readonly string? _domain;

    private AddressTarget(string? domain, List<(string Text, int Group)> parts)
    {
        _domain = domain;
        _parts = parts;
    }

    /// <summary>Reads a target.</summary>
    /// <param name="pattern">The regular expression that it belongs to, or null.</param>
    public static bool TryParse(string text, Regex? pattern, [NotNullWhen(true)] out AddressTarget? target, [NotNullWhen(false)] out string? problem)
    {
        target = null;
        problem = null;
        if (pattern is not null)
        {
            if (TryParseTemplate(text, pattern, out List<(string, int)> parts, out problem))
            {
                target = new AddressTarget(null, parts);
            }
        }
        else if (text.StartsWith('@') && Domain.TryParse(text.AsSpan(1), out Domain? domain))
        {
            target = new AddressTarget(domain.Ascii, []);
        }
        else if (EmailAddress.IsMailbox(text))
        {
            target = new AddressTarget(null, [(text, -1)]);
        }
        else
        {
            problem = $"'{text}' is neither an address nor @domain";
        }

        return target is not null;
    }

    /// <summary>The address that results; it may be none, which the caller checks.</summary>
    /// <param name="tag">A tag that the look-up left out, with its delimiter; it goes along.</param>
    public string Apply(EmailAddress address, Match? match, string tag)
    {
        if (_domain is not null)
        {
            return $"{address.LocalPart}@{_domain}";
        }

        StringBuilder result = new();
        foreach ((string text, int group) in _parts)
        {
            result.Append(group < 0 ? text : match?.Groups[group].Value);
        }

        string rewritten = result.ToString();
        return tag.Length > 0 && EmailAddress.TrySplit(rewritten, out EmailAddress split) && split.LocalPart[0] != '"'
            ? $"{split.LocalPart}{tag}@{split.Domain}"
            : rewritten;
    }

    // $1, ${name} and $$ only: the rest of .NET's substitutions would put text around the match into the address.
    private static bool TryParseTemplate(string text, Regex pattern, out List<(string Text, int Group)> parts, [NotNullWhen(false)] out string? problem)
    {
        parts = [];
        StringBuilder literal = new();
        int position = 0;
        while (position < text.Length)
        {
            if (text[position] != '$')
            {
                literal.Append(text[position++]);
                continue;
            }

            if (position + 1 < text.Length && text[position + 1] == '$')
            {
                literal.Append('$');
                position += 2;
                continue;
            }

            if (ReadGroup(text, pattern, ref position) is not { } group)
            {
                problem = $"'{text}' has a $ that is followed by no group of /{pattern}/: write $1, ${{name}} or $$";
                return false;
            }

            parts.Add((literal.ToString(), -1));
            parts.Add(("", group));
            literal.Clear();
        }

        parts.Add((literal.ToString(), -1));
        problem = text.Contains('@', StringComparison.Ordinal) || parts.Count > 1 ? null : $"'{text}' has no @";
        return problem is null;
    }

    private static int? ReadGroup(string text, Regex pattern, ref int position)
    {
        int start = position + 1;
        bool isBraced = start < text.Length && text[start] == '{';
        int end = isBraced ? text.IndexOf('}', start) : start;
        while (!isBraced && end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        if (end <= start)
        {
            return null;
        }

        int group = pattern.GroupNumberFromName(isBraced ? text[(start + 1)..end] : text[start..end]);
        position = isBraced ? end + 1 : end;
        return group >= 0 ? group : null;
    }
}
