namespace MailGate.Mail.Messages.Html;

/// <summary>The attributes of one start tag that matter here, in no more strings than are needed. One instance is used for tag after tag.</summary>
internal sealed class HtmlElement(HtmlStyleSheet sheet, HtmlScan scan)
{
    private const int LongestAttribute = 20;

    private readonly HtmlStyle _style = new();
    private HidingTricks _tricks;
    private string? _background;
    private int _width;
    private int _height;

    /// <summary>href, action or formaction.</summary>
    public string? Address { get; private set; }

    /// <summary>src, data or poster.</summary>
    public string? Source { get; private set; }

    /// <summary>The background attribute, or the address in a style's url().</summary>
    public string? Background => _background ?? _style.ImageAddress;

    /// <summary>Where a meta refresh leads.</summary>
    public string? RefreshTarget { get; private set; }

    public bool HasDownload { get; private set; }

    public bool IsPassword { get; private set; }

    /// <summary>True for an image of at most 2 by 2 pixels.</summary>
    public bool IsTiny => _width is >= 0 and <= 2 && _height is >= 0 and <= 2;

    /// <summary>Reads the attributes of a tag to its end.</summary>
    public void Read(ref HtmlTag tag, bool isMeta)
    {
        Address = Source = _background = RefreshTarget = null;
        HasDownload = IsPassword = false;
        _width = _height = -1;
        _tricks = HidingTricks.None;
        _style.Clear();
        Span<char> buffer = stackalloc char[LongestAttribute];
        while (tag.NextAttribute())
        {
            ReadOnlySpan<char> attribute = tag.AttributeName;
            if (attribute.Length <= LongestAttribute)
            {
                System.Text.Ascii.ToLower(attribute, buffer, out int written);
                Apply(buffer[..written], tag.AttributeValue, isMeta);
            }
        }
    }

    /// <summary>How text within the element looks, given what is around it.</summary>
    public HtmlElementStack.OpenElement Look(int name, HtmlElementStack.OpenElement outer)
    {
        HidingTricks inherited = _style.SetsReadableFont ? outer.Tricks & ~HidingTricks.TinyFont : outer.Tricks;
        int background = _style.HasImage ? HtmlColor.Unknown : _style.Background >= 0 ? _style.Background : outer.Background;
        int color = _style.Color >= 0 ? _style.Color : outer.Color;
        return new HtmlElementStack.OpenElement(name, inherited | _style.Tricks | _tricks, color, background);
    }

    private void Apply(ReadOnlySpan<char> attribute, ReadOnlySpan<char> value, bool isMeta)
    {
        switch (attribute)
        {
            case "href" or "action" or "formaction" or "xlink:href":
                Address = First(Address, value);
                break;
            case "src" or "data" or "poster" or "code":
                Source = First(Source, value);
                break;
            case "srcset" or "srcdoc":
                scan.OnAside(HtmlEntities.Decode(value));
                break;
            case "style":
                ReadStyle(value);
                break;
            case "class":
                _tricks |= sheet.IsEmpty ? 0 : sheet.Of(value, isId: false);
                break;
            case "id":
                _tricks |= sheet.IsEmpty ? 0 : sheet.Of(value, isId: true);
                break;
            case "color":
                ReadPresentation("color:", value);
                break;
            case "text":
                ReadPresentation("color:", value);
                break;
            case "bgcolor":
                ReadPresentation("background-color:", value);
                break;
            case "background":
                _background = HtmlEntities.Decode(value).Trim();
                ReadPresentation("background-image:", value);
                break;
            case "hidden":
                _tricks |= HidingTricks.NotVisible;
                break;
            case "width":
                _width = Pixels(value);
                break;
            case "height":
                _height = Pixels(value);
                break;
            case "type":
                IsPassword |= value.Equals("password", StringComparison.OrdinalIgnoreCase);
                break;
            case "download":
                HasDownload = true;
                break;
            case "content" when isMeta:
                ReadRefresh(value);
                break;
            default:
                if (attribute.Length > 4 && attribute.StartsWith("on"))
                {
                    scan.AddFlags(HtmlFlags.EventHandler);
                    scan.OnScript(HtmlEntities.Decode(value));
                }

                break;
        }
    }

    // HTML §13.2.5.33: of attributes with one name the first counts. Others may take the last.
    private string First(string? given, ReadOnlySpan<char> value)
    {
        string address = HtmlEntities.Decode(value).Trim();
        if (given is not null)
        {
            scan.OnAside(address);
        }

        return given ?? address;
    }

    private void ReadStyle(ReadOnlySpan<char> value)
    {
        ReadOnlySpan<char> css = value.Contains('&') ? HtmlEntities.Decode(value) : value;
        css = css.IndexOf("/*") >= 0 ? WithoutComments(css) : css;
        _style.Read(css);
    }

    private void ReadPresentation(string property, ReadOnlySpan<char> value) => _style.Read(property + value[..Math.Min(value.Length, 100)].ToString());

    // "5; url=http://..." (HTML §4.2.5.3).
    private void ReadRefresh(ReadOnlySpan<char> value)
    {
        string text = HtmlEntities.Decode(value);
        int url = text.IndexOf("url", StringComparison.OrdinalIgnoreCase);
        if (url > 0 && text.AsSpan(0, url).Trim(" \t\r\n;,.0123456789").IsEmpty && text.AsSpan(url + 3).TrimStart() is ['=', .. var target])
        {
            RefreshTarget = target.Trim(" \t\r\n'\"").ToString();
        }
    }

    private static string WithoutComments(ReadOnlySpan<char> css)
    {
        System.Text.StringBuilder plain = new(css.Length);
        while (!css.IsEmpty)
        {
            int open = css.IndexOf("/*", StringComparison.Ordinal);
            plain.Append(open < 0 ? css : css[..open]);
            int close = open < 0 ? -1 : css[(open + 2)..].IndexOf("*/", StringComparison.Ordinal);
            css = close < 0 ? [] : css[(open + close + 4)..];
        }

        return plain.ToString();
    }

    private static int Pixels(ReadOnlySpan<char> value)
    {
        int end = value.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? value : value[..end], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int pixels)
            && !value.Contains('%') ? pixels : -1;
    }
}
