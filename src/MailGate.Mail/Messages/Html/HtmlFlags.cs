namespace MailGate.Mail.Messages.Html;

/// <summary>What an HTML part holds besides text.</summary>
[Flags]
public enum HtmlFlags : uint
{
    None = 0,

    /// <summary>A script element, or a <c>javascript:</c> or <c>vbscript:</c> address.</summary>
    Script = 1 << 0,

    /// <summary>An attribute that holds script, such as onload.</summary>
    EventHandler = 1 << 1,

    /// <summary>A form.</summary>
    Form = 1 << 2,

    /// <summary>A password field.</summary>
    PasswordField = 1 << 3,

    /// <summary>An image that is fetched when the mail is shown.</summary>
    RemoteImage = 1 << 4,

    /// <summary>An image of at most 2 by 2 pixels that is fetched.</summary>
    TrackingPixel = 1 << 5,

    /// <summary>An address with the data scheme.</summary>
    DataUri = 1 << 6,

    /// <summary>A meta element that leads elsewhere.</summary>
    MetaRefresh = 1 << 7,

    /// <summary>A frame or iframe.</summary>
    Frame = 1 << 8,

    /// <summary>An object, embed or applet element.</summary>
    Embed = 1 << 9,

    /// <summary>SVG, which can hold script and links of its own.</summary>
    Svg = 1 << 10,

    /// <summary>A base element: relative addresses lead elsewhere.</summary>
    Base = 1 << 11,

    /// <summary>Script that builds a file for download in the browser (HTML smuggling).</summary>
    Smuggling = 1 << 12,

    /// <summary>Script that decodes or evaluates text.</summary>
    ObfuscatedScript = 1 << 13,

    /// <summary>A stylesheet or font from elsewhere.</summary>
    ExternalStyle = 1 << 14,

    /// <summary>Text that a reader does not see; <see cref="HtmlAnalysis.Hiding"/> says how.</summary>
    HiddenText = 1 << 15,

    /// <summary>Zero-width or other invisible characters within words.</summary>
    InvisibleCharacters = 1 << 16,

    /// <summary>Text or facts beyond a limit were dropped.</summary>
    Truncated = 1 << 17,
}
