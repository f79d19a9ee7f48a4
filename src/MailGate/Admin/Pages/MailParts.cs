using MailGate.Admin.Data;
using MailGate.Admin.Html;

namespace MailGate.Admin.Pages;

/// <summary>A stored message as something safe to look at: text, and nothing but text.</summary>
internal static class MailParts
{
    public static HtmlPart Preview(MailPreview mail) => html => html.Write($"""
        {(mail.IsCut ? Cut : null)}
        {mail.Texts.Select(Text)}
        {(mail.Texts.Count == 0 ? NoText : null)}
        {(mail.Attachments.Count > 0 ? Attachments(mail.Attachments) : null)}
        {(mail.Links.Count > 0 ? Links(mail.Links) : null)}
        <h2>Header</h2>
        <div class="scroll" role="region" aria-label="Header fields" tabindex="0"><table class="headers">
        <caption class="sr">Header fields</caption>
        <thead class="sr"><tr><th scope="col">Name</th><th scope="col">Value</th></tr></thead>
        <tbody>{mail.Headers.Select(field => (HtmlPart)(h => h.Write($"""<tr><th scope="row"><bdi>{field.Name}</bdi></th><td><bdi>{field.Value}</bdi></td></tr>""")))}</tbody>
        </table></div>
        """);

    private static HtmlPart Cut => html => html.Write($"""<p class="problem">The message is large: only its beginning is shown, and attachments may be missing in the list.</p>""");

    private static HtmlPart NoText => html => html.Write($"""<p class="empty">The message has no text.</p>""");

    private static HtmlPart Text(TextPreview text) => html => html.Write($"""
        <h2>{(text.Source is null ? "Text" : "HTML, as text")}</h2>
        <p class="hint">{text.MediaType}</p>
        <div class="mail" tabindex="0" role="region" aria-label="Text of the message"><bdi>{text.Text}</bdi></div>
        {(text.Source is null ? null : Source(text.Source))}
        """);

    private static HtmlPart Source(string source) => html => html.Write($"""
        <details><summary>HTML source</summary><pre class="code" tabindex="0"><code>{source}</code></pre></details>
        """);

    private static HtmlPart Attachments(IReadOnlyList<AttachmentPreview> attachments) => html => html.Write($"""
        <h2>Attachments</h2>
        <div class="scroll" role="region" aria-label="Attachments" tabindex="0"><table class="list">
        <caption class="sr">Attachments</caption>
        <thead><tr><th scope="col">Name</th><th scope="col">Label</th><th scope="col">Content</th><th scope="col" class="number">Size</th><th scope="col">Notes</th></tr></thead>
        <tbody>{attachments.Select(file => (HtmlPart)(h => h.Write($"""<tr><th scope="row"><bdi>{(file.Name.Length > 0 ? file.Name : "(no name)")}</bdi></th><td>{file.MediaType}</td><td>{file.Kind}</td><td class="number">{Parts.Octets(file.Octets)}</td><td>{file.Notes.Select(note => (HtmlPart)(b => b.Write($"""<span class="badge odd">{note}</span> """)))}</td></tr>""")))}</tbody>
        </table></div>
        """);

    private static HtmlPart Links(IReadOnlyList<string> links) => html => html.Write($"""
        <h2>Addresses in it</h2>
        <p class="hint">As text, on purpose.</p>
        <ul class="links">{links.Select(link => (HtmlPart)(h => h.Write($"<li><bdi>{link}</bdi></li>")))}</ul>
        """);
}
