using MailGate.Admin.Html;

namespace MailGate.Admin.Charts;

/// <summary>A bar beside a number that says the same.</summary>
internal static class Bar
{
    private const double Width = 100;

    /// <param name="share">0 to 1.</param>
    /// <param name="style">A class of the style sheet.</param>
    /// <param name="start">Where it begins, 0 to 1.</param>
    public static HtmlPart Of(double share, string style, double start = 0) => html => html.Write($"""
        <svg class="bar {style}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="track" width="100" height="8"/><rect class="fill" x="{start * Width}" width="{(share > 0 ? Math.Max(1, share * Width) : 0)}" height="8"/></svg>
        """);
}
