using System.Text.Unicode;
using MailGate.Mail.Addresses;

namespace MailGate.Mail.Messages;

/// <summary>
/// Reads the value of a From field as one mailbox. Obsolete forms that readers disagree on are refused: source routes, comments and white
/// space inside an address, line breaks that are not folding, quoted local-parts that look like addresses. What broken but honest
/// mailers write is read where it cannot name a second author: the author's own address, dots or brackets in an unquoted display name.
/// </summary>
internal static class HeaderFromParser
{
    public static HeaderFrom Parse(ReadOnlySpan<byte> value)
    {
        // Stored files may end lines with a lone LF.
        value = value.EndsWith((byte)'\n') ? value[..^1] : value;
        if (!TryUnfold(value, out string text))
        {
            return Malformed("a control character or a line break that is not folding");
        }

        if (!HeaderFromLexer.TryRead(text, out List<HeaderFromToken>? tokens, out string reason))
        {
            return Malformed(reason);
        }

        bool inAngle = false;
        int mailboxes = 1;
        foreach (HeaderFromToken token in tokens)
        {
            inAngle = token.Is('<') || (inAngle && !token.Is('>'));
            if (token.Is(':') && !inAngle)
            {
                return new HeaderFrom(HeaderFromStatus.Group, "a group of addresses");
            }

            mailboxes += token.Is(',') && !inAngle ? 1 : 0;
        }

        return mailboxes > 1
            ? new HeaderFrom(HeaderFromStatus.SeveralAuthors, $"{mailboxes} addresses in the From field")
            : ParseMailbox(tokens, text, isUtf8: Utf8.IsValid(value));
    }

    private static HeaderFrom ParseMailbox(List<HeaderFromToken> tokens, string text, bool isUtf8)
    {
        int open = tokens.FindIndex(t => t.Is('<'));
        int first = open < 0 ? tokens.FindIndex(t => t.Kind != HeaderFromTokenKind.Comment) : open + 1;
        int last = open < 0 ? tokens.FindLastIndex(t => t.Kind != HeaderFromTokenKind.Comment) : tokens.FindIndex(t => t.Is('>')) - 1;
        if (first < 0 || last < first)
        {
            return Malformed("no address");
        }

        if (!TryReadAddress(tokens, first, last, isUtf8, out string localPart, out Domain? domain, out string reason))
        {
            return Malformed(reason);
        }

        int phraseEnd = open < 0 ? first : open;
        int tail = open < 0 ? last + 1 : last + 2;
        for (int i = 0; i < tokens.Count; i++)
        {
            bool inPhrase = i < phraseEnd;
            if ((inPhrase || i >= tail) && FindConflict(tokens[i], inPhrase, text, domain) is { } conflict)
            {
                return Malformed(conflict);
            }
        }

        return HeaderFrom.Author(localPart, domain, DisplayName(tokens, phraseEnd));
    }

    // addr-spec = local-part "@" domain, without the white space and comments of the obsolete syntax.
    private static bool TryReadAddress(
        List<HeaderFromToken> tokens, int first, int last, bool isUtf8, out string localPart, out Domain domain, out string reason)
    {
        localPart = "";
        domain = null!;
        reason = tokens[first].Is('@') ? "a source route or an address without a local-part" : "not one address";
        if (last != first + 2 || !tokens[first + 1].Is('@') || tokens[first].End != tokens[first + 1].Start || tokens[first + 1].End != tokens[last].Start)
        {
            return false;
        }

        HeaderFromToken local = tokens[first];
        HeaderFromToken name = tokens[last];
        bool isQuoted = local.Kind == HeaderFromTokenKind.QuotedString;
        reason = "a local-part that is none";
        if (!isQuoted && (local.Kind != HeaderFromTokenKind.Atom || local.Text.Contains("=?", StringComparison.Ordinal)))
        {
            return false;
        }

        // A reader without quoted-strings would find another address in there.
        if (isQuoted && local.Text.AsSpan().ContainsAny("@<>,;:\\\"()"))
        {
            return false;
        }

        reason = "a domain that is none";
        bool isAscii = System.Text.Ascii.IsValid(local.Text) && System.Text.Ascii.IsValid(name.Text);
        if (name.Kind != HeaderFromTokenKind.Atom || !(isAscii || isUtf8) || !Domain.TryParse(name.Text, out Domain? parsed))
        {
            return false;
        }

        localPart = isQuoted ? $"\"{local.Text}\"" : local.Text;
        domain = parsed;
        return true;
    }

    /// <summary>Why a token beside the address is not harmless, null when it is.</summary>
    private static string? FindConflict(HeaderFromToken token, bool inPhrase, string text, Domain author)
    {
        ReadOnlySpan<char> raw = text.AsSpan(token.Start, token.End - token.Start);
        switch (token.Kind)
        {
            case HeaderFromTokenKind.Comment:
                return NamesAnother(raw, author) || raw.ContainsAny('<', '>') ? "an address in a comment" : null;
            case HeaderFromTokenKind.QuotedString when inPhrase:
                // Quoted addresses are common ("a@b via list"); with an escaped quote beside them readers disagree where the string ends.
                return raw.Contains("\\\"", StringComparison.Ordinal) && raw.ContainsAny('<', '@') ? "an address behind an escaped quote" : null;
            case HeaderFromTokenKind.EncodedWord when inPhrase:
                return raw.ContainsAny("<>\"\\") || NamesAnother(raw, author) ? "an address in an encoded-word" : null;
            case HeaderFromTokenKind.Atom when inPhrase:
                return null;
            case HeaderFromTokenKind.Special when inPhrase && token.Is('@'):
                return StartsWithAnother(text.AsSpan(token.End), author) ? "another address before the author's" : null;
            case HeaderFromTokenKind.Special when inPhrase && (token.Is('[') || token.Is(']')):
                return null;
            default:
                return "something that is no part of a mailbox";
        }
    }

    private static bool NamesAnother(ReadOnlySpan<char> text, Domain author)
    {
        for (int at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@'))
        {
            text = text[(at + 1)..];
            if (StartsWithAnother(text, author))
            {
                return true;
            }
        }

        return false;
    }

    // True when the text begins with a name of several labels that is not the author's.
    private static bool StartsWithAnother(ReadOnlySpan<char> text, Domain author)
    {
        int end = 0;
        while (end < text.Length && end <= Domain.MaxOctets && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '-' or '_' or > '~'))
        {
            end++;
        }

        ReadOnlySpan<char> name = text[..end].TrimEnd('.');
        return name.Contains('.') && !(Domain.TryParse(name, out Domain? domain) && domain.Equals(author));
    }

    private static string DisplayName(List<HeaderFromToken> tokens, int end)
    {
        System.Text.StringBuilder name = new();
        int nameEnd = 0;
        for (int i = 0; i < end; i++)
        {
            if (tokens[i].Kind != HeaderFromTokenKind.Comment)
            {
                // A comment is white space (RFC 5322 §3.2.2).
                name.Append(name.Length > 0 && tokens[i].Start > nameEnd ? " " : "").Append(tokens[i].Text);
                nameEnd = tokens[i].End;
            }
        }

        return name.ToString();
    }

    private static bool TryUnfold(ReadOnlySpan<byte> value, out string text)
    {
        text = HeaderText.Unfold(value);
        for (int i = 0; i < value.Length; i++)
        {
            bool isBreak = value[i] is (byte)'\r' or (byte)'\n';
            if (value[i] is < 32 or 127 && value[i] != '\t' && !isBreak)
            {
                return false;
            }

            if (isBreak)
            {
                // RFC 5322 §2.2.3: a line break goes on with white space; a lone LF is one in stored files.
                i += value[i] == '\r' ? 1 : 0;
                if (i + 1 >= value.Length || value[i] != '\n' || value[i + 1] is not ((byte)' ' or (byte)'\t'))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static HeaderFrom Malformed(string reason) => new(HeaderFromStatus.Malformed, reason);
}
