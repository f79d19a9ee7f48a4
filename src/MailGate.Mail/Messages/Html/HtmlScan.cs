using System.Buffers;
using System.Text;

namespace MailGate.Mail.Messages.Html;

/// <summary>What has been found so far in an HTML text: the state behind <see cref="HtmlReader"/>.</summary>
internal sealed class HtmlScan(int sourceLength) : IDisposable
{
    private const int MaxTitleLength = 256;

    private static readonly SearchValues<string> Fetching = SearchValues.Create(["@import", "@font-face"], StringComparison.OrdinalIgnoreCase);

    private readonly HtmlTextBuilder _text = new(sourceLength, HtmlReader.MaxHiddenLength);
    private readonly HtmlElementStack _elements = new();
    private readonly StringBuilder _script = new();
    private readonly StringBuilder _aside = new();
    private readonly HtmlStyleSheet _sheet = new();
    private HtmlElement? _element;
    private HtmlLinks? _links;
    private string _title = "";
    private HidingTricks _hiding;
    private HtmlFlags _flags;
    private int _elementCount;
    private int _imageCount;
    private int _commentCount;

    public void OnText(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        // mso-hide alone leaves the text visible everywhere but in Outlook.
        HidingTricks hiding = _elements.Current.Hiding;
        bool isHidden = (hiding & ~HidingTricks.MsoHide) != 0;
        if (hiding != 0 && !text.IsWhiteSpace())
        {
            _hiding |= hiding;
        }

        _text.Append(text, isHidden);
    }

    public void OnComment(ReadOnlySpan<char> comment)
    {
        _commentCount++;
        if (comment.StartsWith("[if ", StringComparison.OrdinalIgnoreCase))
        {
            OnAside(comment);
        }
    }

    /// <summary>True once a comment was found not to end: none after it does.</summary>
    public bool CommentsNeverEnd { get; set; }

    /// <summary>Takes a start tag with its attributes; true when raw text follows.</summary>
    public bool OnStart(ref HtmlTag tag)
    {
        _elementCount++;
        Span<char> buffer = stackalloc char[12];
        ReadOnlySpan<char> name = Lower(tag.Name, buffer);
        HtmlElement element = _element ??= new HtmlElement(_sheet, this);
        element.Read(ref tag, name is "meta");
        HtmlElementStack.OpenElement outer = _elements.Current;
        HtmlTagKind kind = HtmlTagKinds.Of(name);
        if ((kind & HtmlTagKind.Block) != 0)
        {
            _text.Break();
        }
        else if ((kind & HtmlTagKind.Cell) != 0)
        {
            _text.Space();
        }

        int hash = Hash(name);
        if ((kind & HtmlTagKind.EndsItsLike) != 0)
        {
            _elements.CloseIfTop(hash);
            outer = _elements.Current;
        }

        HtmlElementStack.OpenElement open = element.Look(hash, outer);
        if (name is "body")
        {
            _elements.SetRoot(open.Color, open.Background);
        }

        if ((kind & HtmlTagKind.Void) == 0)
        {
            _elements.Push(open);
        }

        OnElement(name, element, (open.Hiding & ~HidingTricks.MsoHide) != 0);
        return (kind & HtmlTagKind.Raw) != 0;
    }

    public void OnEnd(ReadOnlySpan<char> tagName)
    {
        Span<char> buffer = stackalloc char[12];
        ReadOnlySpan<char> name = Lower(tagName, buffer);
        HtmlTagKind kind = HtmlTagKinds.Of(name);
        if ((kind & HtmlTagKind.Block) != 0)
        {
            _text.Break();
        }
        else if ((kind & HtmlTagKind.Cell) != 0)
        {
            _text.Space();
        }

        if (name is "a")
        {
            Links.End();
        }

        if ((kind & HtmlTagKind.Void) == 0)
        {
            _elements.Close(Hash(name));
        }
    }

    /// <summary>Takes the content of script, style, title and the like.</summary>
    public void OnRawText(ReadOnlySpan<char> tagName, ReadOnlySpan<char> text)
    {
        Span<char> buffer = stackalloc char[12];
        ReadOnlySpan<char> name = Lower(tagName, buffer);
        switch (name)
        {
            case "script":
                OnScript(text);
                break;
            case "style":
                _sheet.Read(text);
                OnAside(text);
                _flags |= text.ContainsAny(Fetching) ? HtmlFlags.ExternalStyle : 0;
                break;
            case "title":
                _title = _title.Length > 0 ? _title : HtmlEntities.Decode(text[..Math.Min(text.Length, MaxTitleLength)]).Trim();
                break;
            case "textarea" or "xmp" or "plaintext":
                OnText(text);
                break;
            default:
                break;
        }

        _elements.Close(Hash(name));
    }

    /// <summary>Notes script text, also from attributes.</summary>
    public void OnScript(ReadOnlySpan<char> text)
    {
        _flags |= HtmlScript.Judge(text);
        int room = HtmlReader.MaxScriptLength - _script.Length;
        _script.Append(text[..Math.Min(text.Length, room)]).Append('\n');
    }

    /// <summary>Notes what is not part of the text and may have addresses in it.</summary>
    public void OnAside(ReadOnlySpan<char> text)
    {
        if (text.Contains("//", StringComparison.Ordinal))
        {
            int room = HtmlReader.MaxScriptLength - _aside.Length;
            _aside.Append(text[..Math.Min(text.Length, Math.Max(0, room))]).Append('\n');
        }
    }

    public void AddFlags(HtmlFlags flags) => _flags |= flags;

    public HtmlAnalysis Complete()
    {
        Links.End();
        _flags |= (_text.HiddenLength > 0 ? HtmlFlags.HiddenText : 0) | (_text.HasInvisible ? HtmlFlags.InvisibleCharacters : 0)
            | (_elements.WasTooDeep || _text.HiddenLength > HtmlReader.MaxHiddenLength ? HtmlFlags.Truncated : 0);
        return new HtmlAnalysis
        {
            Text = _text.ToString(),
            HiddenText = _text.Hidden,
            HiddenLength = _text.HiddenLength,
            Hiding = _hiding,
            Title = _title,
            Script = _script.ToString(),
            Aside = _aside.ToString(),
            Links = Links.All,
            Flags = _flags,
            Elements = _elementCount,
            Images = _imageCount,
            Comments = _commentCount,
        };
    }

    public void Dispose() => _text.Dispose();

    private HtmlLinks Links => _links ??= new HtmlLinks(this, _text);

    private void OnElement(ReadOnlySpan<char> name, HtmlElement element, bool isHidden)
    {
        switch (name)
        {
            case "a" or "area":
                Links.End();
                Links.Start(element.Address, isHidden, isArea: name is "area");
                _flags |= element.HasDownload && element.Address is not null && HtmlLinks.IsGenerated(element.Address) ? HtmlFlags.Smuggling : 0;
                break;
            case "img" or "image":
                _imageCount++;
                Links.Add(HtmlLinkKind.Image, element.Source ?? element.Address, isHidden);
                _flags |= HtmlLinks.IsRemote(element.Source) ? HtmlFlags.RemoteImage | (element.IsTiny ? HtmlFlags.TrackingPixel : 0) : 0;
                break;
            case "form":
                _flags |= HtmlFlags.Form;
                Links.Add(HtmlLinkKind.Form, element.Address, isHidden);
                break;
            case "input" or "button":
                _flags |= element.IsPassword ? HtmlFlags.PasswordField : 0;
                Links.Add(HtmlLinkKind.Form, element.Address, isHidden);
                Links.Add(HtmlLinkKind.Image, element.Source, isHidden);
                break;
            case "base":
                _flags |= HtmlFlags.Base;
                Links.Add(HtmlLinkKind.Base, element.Address, isHidden);
                break;
            case "meta":
                if (element.RefreshTarget is not null)
                {
                    _flags |= HtmlFlags.MetaRefresh;
                    Links.Add(HtmlLinkKind.Refresh, element.RefreshTarget, isHidden);
                }

                break;
            case "script":
                _flags |= HtmlFlags.Script;
                Links.Add(HtmlLinkKind.Resource, element.Source, isHidden);
                break;
            case "iframe" or "frame":
                _flags |= HtmlFlags.Frame;
                Links.Add(HtmlLinkKind.Resource, element.Source, isHidden);
                break;
            case "object" or "embed" or "applet":
                _flags |= HtmlFlags.Embed;
                Links.Add(HtmlLinkKind.Resource, element.Source ?? element.Address, isHidden);
                break;
            case "link":
                _flags |= HtmlLinks.IsRemote(element.Address) ? HtmlFlags.ExternalStyle : 0;
                Links.Add(HtmlLinkKind.Resource, element.Address, isHidden);
                break;
            case "svg":
                _flags |= HtmlFlags.Svg;
                break;
            default:
                Links.Add(HtmlLinkKind.Image, element.Source, isHidden);
                break;
        }

        Links.Add(HtmlLinkKind.Image, element.Background, isHidden);
    }

    private static ReadOnlySpan<char> Lower(ReadOnlySpan<char> name, Span<char> buffer)
    {
        name = name[..Math.Min(name.Length, buffer.Length)];
        System.Text.Ascii.ToLower(name, buffer, out int written);
        return buffer[..written];
    }

    private static int Hash(ReadOnlySpan<char> name)
    {
        uint hash = 2166136261;
        foreach (char c in name)
        {
            hash = (hash ^ c) * 16777619;
        }

        return (int)hash;
    }
}
