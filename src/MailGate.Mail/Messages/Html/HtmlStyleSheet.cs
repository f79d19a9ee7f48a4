namespace MailGate.Mail.Messages.Html;

/// <summary>Classes and ids that a style element hides, for selectors of one simple name; rules for some media only are left out.</summary>
internal sealed class HtmlStyleSheet
{
    private const int MaxNames = 128;

    private readonly Dictionary<string, HidingTricks> _names = new(StringComparer.OrdinalIgnoreCase);

    private readonly HtmlStyle _style = new();

    public bool IsEmpty => _names.Count == 0;

    /// <summary>What the sheet does to an element of these classes, or of this id when <paramref name="isId"/>.</summary>
    public HidingTricks Of(ReadOnlySpan<char> names, bool isId)
    {
        HidingTricks tricks = HidingTricks.None;
        foreach (Range range in names.SplitAny(' ', '\t', '\r', '\n'))
        {
            ReadOnlySpan<char> name = names[range];
            if (!name.IsEmpty && name.Length < 100 && _names.TryGetValue((isId ? "#" : ".") + name.ToString(), out HidingTricks found))
            {
                tricks |= found;
            }
        }

        return tricks;
    }

    public void Read(ReadOnlySpan<char> css)
    {
        while (!css.IsEmpty && _names.Count < MaxNames)
        {
            int open = css.IndexOf('{');
            if (open < 0)
            {
                return;
            }

            ReadOnlySpan<char> selector = css[..open].Trim();
            css = css[(open + 1)..];
            if (selector is ['@', ..])
            {
                css = AfterBlock(css);
                continue;
            }

            int close = css.IndexOf('}');
            ReadOnlySpan<char> declarations = close < 0 ? css : css[..close];
            css = close < 0 ? [] : css[(close + 1)..];
            HtmlStyle style = _style;
            style.Clear();
            style.Read(declarations);
            if (style.Tricks != HidingTricks.None)
            {
                Add(selector, style.Tricks);
            }
        }
    }

    private void Add(ReadOnlySpan<char> selectors, HidingTricks tricks)
    {
        foreach (Range range in selectors.Split(','))
        {
            ReadOnlySpan<char> selector = selectors[range].Trim();
            int mark = selector.IndexOfAny('.', '#');
            if (mark < 0 || selector.Length > 100 || selector[(mark + 1)..].ContainsAny(" .#:>+~[") || selector[..mark].Contains(' '))
            {
                continue;
            }

            string name = selector[mark..].ToString();
            _names[name] = _names.GetValueOrDefault(name) | tricks;
        }
    }

    // The end of a block that holds blocks, such as @media.
    private static ReadOnlySpan<char> AfterBlock(ReadOnlySpan<char> css)
    {
        int depth = 1;
        while (depth > 0)
        {
            int brace = css.IndexOfAny('{', '}');
            if (brace < 0)
            {
                return [];
            }

            depth += css[brace] == '{' ? 1 : -1;
            css = css[(brace + 1)..];
        }

        return css;
    }
}
