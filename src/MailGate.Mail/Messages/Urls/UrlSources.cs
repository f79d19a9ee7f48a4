namespace MailGate.Mail.Messages.Urls;

/// <summary>Where in a message an address stands.</summary>
[Flags]
public enum UrlSources
{
    None = 0,

    /// <summary>Text that is read.</summary>
    Text = 1 << 0,

    /// <summary>A link in HTML.</summary>
    Link = 1 << 1,

    /// <summary>An image or other thing that is fetched.</summary>
    Image = 1 << 2,

    /// <summary>The target of a form.</summary>
    Form = 1 << 3,

    /// <summary>A frame, object, script, stylesheet, base or refresh.</summary>
    Resource = 1 << 4,

    /// <summary>Script text.</summary>
    Script = 1 << 5,

    /// <summary>A header field.</summary>
    Header = 1 << 6,

    /// <summary>An attachment.</summary>
    Attachment = 1 << 7,

    /// <summary>An attached document: PDF or Office Open XML.</summary>
    Document = 1 << 8,

    /// <summary>HTML that only some readers show, or that opens by itself: comments for Outlook, frames, data: addresses, style sheets.</summary>
    Aside = 1 << 9,
}
