namespace MailGate.Mail.Messages.Html;

/// <summary>The kinds of the elements of HTML.</summary>
internal static class HtmlTagKinds
{
    public static HtmlTagKind Of(ReadOnlySpan<char> name) => name switch
    {
        "a" or "b" or "i" or "u" or "span" or "font" or "strong" or "em" or "small" => HtmlTagKind.Inline,
        "p" or "li" or "tr" or "option" or "dt" or "dd" => HtmlTagKind.Block | HtmlTagKind.EndsItsLike,
        "td" or "th" => HtmlTagKind.Cell | HtmlTagKind.EndsItsLike,
        "div" or "table" or "tbody" or "thead" or "ul" or "ol" or "dl" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "blockquote" or "pre" or "center"
            or "body" or "html" or "head" or "form" or "fieldset" or "address" or "section" or "article" or "header" or "footer" or "main" or "nav"
            or "aside" or "figure" or "caption" or "select" or "details" or "summary" => HtmlTagKind.Block,
        "br" or "hr" => HtmlTagKind.Block | HtmlTagKind.Void,
        "img" or "image" or "input" or "area" => HtmlTagKind.Cell | HtmlTagKind.Void,
        "meta" or "link" or "base" or "col" or "embed" or "param" or "source" or "track" or "wbr" or "frame" or "keygen" => HtmlTagKind.Void,
        "script" or "style" or "title" or "textarea" or "xmp" or "noembed" or "noframes" or "iframe" or "plaintext" => HtmlTagKind.Raw,
        "button" or "label" => HtmlTagKind.Cell,
        _ => HtmlTagKind.Inline,
    };
}
