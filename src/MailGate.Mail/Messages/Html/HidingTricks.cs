namespace MailGate.Mail.Messages.Html;

/// <summary>Ways in which text is kept from the reader's eye.</summary>
[Flags]
public enum HidingTricks
{
    None = 0,

    /// <summary>display: none.</summary>
    NotDisplayed = 1 << 0,

    /// <summary>visibility: hidden, or the hidden attribute.</summary>
    NotVisible = 1 << 1,

    /// <summary>A font of at most 2 pixels.</summary>
    TinyFont = 1 << 2,

    /// <summary>Text in the colour of its background, or nearly.</summary>
    SameColor = 1 << 3,

    /// <summary>Opacity near zero or a transparent colour.</summary>
    Transparent = 1 << 4,

    /// <summary>A box of no size.</summary>
    ZeroSize = 1 << 5,

    /// <summary>Positioned or indented off the screen.</summary>
    OffScreen = 1 << 6,

    /// <summary>mso-hide: hidden in Outlook only.</summary>
    MsoHide = 1 << 7,
}
