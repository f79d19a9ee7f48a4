namespace MailGate.Mail.Messages.Html;

/// <summary>What an address in HTML is for.</summary>
public enum HtmlLinkKind
{
    /// <summary>a or area: followed by a click.</summary>
    Anchor,

    /// <summary>Fetched to be shown: img, background, poster, CSS url().</summary>
    Image,

    /// <summary>Where a form is sent to.</summary>
    Form,

    /// <summary>A frame, an object, a script or a stylesheet.</summary>
    Resource,

    /// <summary>Where a meta refresh leads.</summary>
    Refresh,

    /// <summary>What relative addresses are relative to.</summary>
    Base,
}
