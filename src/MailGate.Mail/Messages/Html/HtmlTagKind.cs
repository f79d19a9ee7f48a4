namespace MailGate.Mail.Messages.Html;

/// <summary>How an element takes part in the flow of text.</summary>
[Flags]
internal enum HtmlTagKind
{
    Inline = 0,

    /// <summary>Stands on lines of its own.</summary>
    Block = 1,

    /// <summary>Is set apart by space.</summary>
    Cell = 2,

    /// <summary>Has no end tag.</summary>
    Void = 4,

    /// <summary>Its content is not markup.</summary>
    Raw = 8,

    /// <summary>Its start tag ends one of its own kind before it.</summary>
    EndsItsLike = 16,
}
