namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>Fields of an element of <c>urls</c>.</summary>
public static class UrlFact
{
    public static readonly FactObjectType Type = new("url");
    public static readonly FactField Url = Type.Add("url", FactType.String, "normalised");
    public static readonly FactField Scheme = Type.Add("scheme", FactType.String, "in lower case: https");
    public static readonly FactField Host = Type.Add("host", FactType.String, "in lower case with A-labels, or an address");
    public static readonly FactField Domain = Type.Add("domain", FactType.Domain, "the organizational domain of host; empty for an address");
    public static readonly FactField Path = Type.Add("path", FactType.String, "from the slash to before ? or #");
    public static readonly FactField Text = Type.Add("text", FactType.String, "what an HTML link shows; empty for URLs in plain text");
    public static readonly FactField Source = Type.Add("source", FactType.String, "plain, html, form, image, header or attachment");
    public static readonly FactField IsIp = Type.Add("is_ip", FactType.Bool, "the host is an address");
    public static readonly FactField IsPunycode = Type.Add("is_punycode", FactType.Bool, "the host has an A-label");
    public static readonly FactField IsHomograph = Type.Add("is_homograph", FactType.Bool, "the host mixes scripts or looks like another name");
    public static readonly FactField IsShortener = Type.Add("is_shortener", FactType.Bool, "a known redirection service");
    public static readonly FactField HasUserinfo = Type.Add("has_userinfo", FactType.Bool, "something stands before an @ in front of the host");
    public static readonly FactField TextMismatch = Type.Add("text_mismatch", FactType.Bool, "the text shown names another host than the link");
}
