namespace MailGate.Mail.Messages.Html;

/// <summary>
/// Reads HTML in one pass without building a tree: what is shown, what is hidden and how, links, forms, images, script. It takes anything and follows
/// what browsers make of broken markup as far as a reader could notice. Cost is linear, nesting is bounded.
/// </summary>
public static class HtmlReader
{
    /// <summary>Hidden characters that are kept.</summary>
    public const int MaxHiddenLength = 16 * 1024;

    /// <summary>Script characters that are kept.</summary>
    public const int MaxScriptLength = 32 * 1024;

    /// <summary>Addresses that are kept.</summary>
    public const int MaxLinks = 1000;

    /// <summary>Reads a document or a fragment.</summary>
    public static HtmlAnalysis Read(ReadOnlySpan<char> html)
    {
        using HtmlScan scan = new(html.Length);
        ReadOnlySpan<char> rest = html;
        while (!rest.IsEmpty)
        {
            int special = rest.IndexOfAny('<', '&');
            scan.OnText(special < 0 ? rest : rest[..special]);
            if (special < 0)
            {
                break;
            }

            rest = rest[special..];
            rest = rest[0] == '&' ? OnReference(scan, rest) : OnMarkup(scan, rest);
        }

        return scan.Complete();
    }

    private static ReadOnlySpan<char> OnReference(HtmlScan scan, ReadOnlySpan<char> text)
    {
        int length = HtmlEntities.Read(text, out char first, out char second);
        if (length == 0)
        {
            scan.OnText("&");
            return text[1..];
        }

        ReadOnlySpan<char> decoded = second == '\0' ? [first] : [first, second];
        scan.OnText(decoded);
        return text[length..];
    }

    private static ReadOnlySpan<char> OnMarkup(HtmlScan scan, ReadOnlySpan<char> text)
    {
        switch (text)
        {
            case ['<', '!', '-', '-', ..]:
                return AfterComment(scan, text[4..]);
            case ['<', '!' or '?', ..]:
                return After(text, '>');
            case ['<', '/', var letter, ..] when char.IsAsciiLetter(letter):
                HtmlTag end = new(text[2..]);
                scan.OnEnd(end.Name);
                return After(end.Rest, '>');
            case ['<', '/', ..]:
                return After(text, '>');
            case ['<', var letter, ..] when char.IsAsciiLetter(letter):
                HtmlTag tag = new(text[1..]);
                bool isRaw = scan.OnStart(ref tag);
                return isRaw ? AfterRawText(scan, tag.Name, tag.Rest) : tag.Rest;
            default:
                scan.OnText("<");
                return text[1..];
        }
    }

    // HTML §13.2.5.43: "<!-->" and "<!--->" are whole comments, "--!>" ends one, too.
    private static ReadOnlySpan<char> AfterComment(HtmlScan scan, ReadOnlySpan<char> text)
    {
        if (text is ['>', ..])
        {
            scan.OnComment([]);
            return text[1..];
        }

        int end = scan.CommentsNeverEnd ? -1 : text.IndexOf("--", StringComparison.Ordinal);
        while (end >= 0)
        {
            ReadOnlySpan<char> rest = text[(end + 2)..];
            if (rest is ['>', ..] or ['!', '>', ..])
            {
                scan.OnComment(text[..end]);
                return rest[0] == '>' ? rest[1..] : rest[2..];
            }

            int next = text[(end + 1)..].IndexOf("--", StringComparison.Ordinal);
            end = next < 0 ? -1 : end + 1 + next;
        }

        scan.OnComment([]);
        scan.CommentsNeverEnd = true;
        // A comment that never ends would hide everything: browsers show nothing of it, but other readers stop it at the first bracket.
        return After(text, '>');
    }

    // The content of script, style and the like is text up to the end tag of that name.
    private static ReadOnlySpan<char> AfterRawText(HtmlScan scan, ReadOnlySpan<char> name, ReadOnlySpan<char> text)
    {
        int end = 0;
        while (true)
        {
            int found = text[end..].IndexOf("</", StringComparison.Ordinal);
            if (found < 0)
            {
                scan.OnRawText(name, text);
                return [];
            }

            end += found;
            ReadOnlySpan<char> candidate = text[(end + 2)..];
            if (candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                && (candidate.Length == name.Length || candidate[name.Length] is ' ' or '\t' or '\r' or '\n' or '\f' or '/' or '>'))
            {
                scan.OnRawText(name, text[..end]);
                return After(candidate, '>');
            }

            end += 2;
        }
    }

    private static ReadOnlySpan<char> After(ReadOnlySpan<char> text, char mark)
    {
        int end = text.IndexOf(mark);
        return end < 0 ? [] : text[(end + 1)..];
    }
}
