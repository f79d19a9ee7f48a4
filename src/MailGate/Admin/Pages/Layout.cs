using MailGate.Admin.Html;
using MailGate.Admin.Security;
using MailGate.Cli;

namespace MailGate.Admin.Pages;

/// <summary>What all pages have around them: head, skip link, navigation, footer.</summary>
internal static class Layout
{
    private static readonly (string Title, Link Link)[] Sections =
    [
        ("Overview", Link.To("")),
        ("Transactions", Link.To("transactions")),
        ("Rules", Link.To("rules")),
        ("Quarantine", Link.To("quarantine")),
        ("Captured", Link.To("captured")),
    ];

    /// <summary>Answers with a page.</summary>
    /// <param name="title">Its heading, and its title.</param>
    /// <param name="section">The entry of the navigation that it belongs to; empty for none.</param>
    /// <param name="isLive">It shows itself anew when there are new transactions, or without script now and then.</param>
    public static Task WriteAsync(AdminRequest request, string title, string section, HtmlPart body, bool isLive = false, int status = StatusCodes.Status200OK)
    {
        HtmlWriter html = new(request.BasePath);
        bool refreshes = isLive && request.Query("refresh") != "off";
        string host = request.Sources.Settings().Hostname.Ascii;
        html.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title} - MailGate {host}</title>
            <link rel="icon" href="{Link.To("assets", "icon.svg")}" type="image/svg+xml">
            <link rel="stylesheet" href="{Link.To("assets", "page.css")}">
            <script src="{Link.To("assets", "page.js")}" defer></script>
            {(HtmlPart)(h => Refresh(h, refreshes))}</head>
            <body>
            <a class="skip" href="#main">Skip to the contents</a>
            <header class="top">
            <div class="brand"><strong>MailGate</strong> <span class="host">{host}</span></div>
            <nav aria-label="Main"><ul>{Sections.Select(entry => (HtmlPart)(h => h.Write($"""
            <li><a href="{entry.Link}"{Switch.Current(entry.Title == section)}>{entry.Title}</a></li>
            """)))}</ul></nav>
            {(HtmlPart)(h => LogOut(h, request))}</header>
            <main id="main" tabindex="-1"{Switch.Live(isLive)}>
            <h1>{title}</h1>
            {body}
            </main>
            <footer><p>MailGate {VersionVerb.Version}. The same as JSON: <a href="{Link.To("api", "v1", "openapi.json")}">API description</a>. <a href="{Link.To("metrics")}">Metrics</a>.</p></footer>
            </body>
            </html>

            """);
        return request.WriteAsync(status, "text/html; charset=utf-8", html.ToString());
    }

    private static void Refresh(HtmlWriter html, bool refreshes)
    {
        if (refreshes)
        {
            html.Write($"""<noscript><meta http-equiv="refresh" content="30"></noscript>""").Write($"\n");
        }
    }

    private static void LogOut(HtmlWriter html, AdminRequest request)
    {
        if (request.Kind == AccessKind.Session)
        {
            html.Write($"""<form class="logout" method="post" action="{Link.To("logout")}">{Parts.FormToken(request)}<button type="submit" class="quiet">Log out</button></form>""");
        }
    }
}
