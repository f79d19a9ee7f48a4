namespace MailGate.Mail.Messages.Html;

/// <summary>What an HTML text shows and holds: made by <see cref="HtmlReader"/>.</summary>
public sealed record HtmlAnalysis
{
    /// <summary>What a reader sees, white space collapsed, blocks on lines of their own.</summary>
    public required string Text { get; init; }

    /// <summary>What a reader does not see, cut at <see cref="HtmlReader.MaxHiddenLength"/>.</summary>
    public required string HiddenText { get; init; }

    /// <summary>Characters hidden in all, also beyond that cut.</summary>
    public required int HiddenLength { get; init; }

    /// <summary>How they are hidden.</summary>
    public required HidingTricks Hiding { get; init; }

    /// <summary>The title, or empty.</summary>
    public required string Title { get; init; }

    /// <summary>Script text, cut at <see cref="HtmlReader.MaxScriptLength"/>.</summary>
    public required string Script { get; init; }

    /// <summary>
    /// What only some readers show or what opens by itself, as source: comments for Outlook, documents in frames and data: addresses, style sheets.
    /// Cut at <see cref="HtmlReader.MaxScriptLength"/>.
    /// </summary>
    public required string Aside { get; init; }

    /// <summary>Addresses in order of appearance, at most <see cref="HtmlReader.MaxLinks"/>.</summary>
    public required IReadOnlyList<HtmlLink> Links { get; init; }

    /// <summary>What else was found.</summary>
    public required HtmlFlags Flags { get; init; }

    /// <summary>Elements in all.</summary>
    public required int Elements { get; init; }

    /// <summary>Images in all.</summary>
    public required int Images { get; init; }

    /// <summary>Comments in all; spam breaks words with them.</summary>
    public required int Comments { get; init; }
}
