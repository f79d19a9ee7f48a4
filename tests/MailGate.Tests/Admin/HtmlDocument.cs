using System.Text.RegularExpressions;
using NUnit.Framework;

namespace MailGate.Tests.Admin;

/// <summary>A page as a strict reader sees it: tags with quoted attributes, everything else text. What it does not understand fails the test.</summary>
internal sealed partial class HtmlDocument
{
    private static readonly string[] Elements =
    [
        "!DOCTYPE", "html", "head", "meta", "title", "link", "script", "noscript", "body", "a", "header", "div", "strong", "span", "nav", "ul", "ol", "li", "main", "h1", "h2", "h3",
        "p", "footer", "form", "input", "button", "label", "select", "option", "datalist", "table", "caption", "thead", "tbody", "tr", "th", "td", "code", "pre", "bdi", "time", "dl",
        "dt", "dd", "details", "summary", "section", "figure", "figcaption", "svg", "g", "rect", "line", "text", "polyline",
    ];

    private static readonly string[] Void = ["!DOCTYPE", "meta", "link", "input"];

    private HtmlDocument(string source) => Source = source;

    public string Source { get; }

    /// <summary>Tags that open, with their attributes.</summary>
    public List<(string Name, Dictionary<string, string> Attributes)> Tags { get; } = [];

    /// <summary>The text outside of tags, not decoded.</summary>
    public string Text { get; private set; } = "";

    public static HtmlDocument Read(string source)
    {
        HtmlDocument document = new(source);
        Stack<string> open = [];
        int position = 0;
        foreach (Match tag in Tag().Matches(source))
        {
            document.AddText(source[position..tag.Index]);
            position = tag.Index + tag.Length;
            string name = tag.Groups["name"].Value;
            Assert.That(Elements, Does.Contain(name), tag.Value);
            if (tag.Value.StartsWith("</", StringComparison.Ordinal))
            {
                Assert.That(open.Count == 0 ? "" : open.Pop(), Is.EqualTo(name), $"closed in the wrong order: {source[Math.Max(0, tag.Index - 200)..tag.Index]}");
                continue;
            }

            Dictionary<string, string> attributes = Attribute().Matches(tag.Groups["rest"].Value).ToDictionary(a => a.Groups["name"].Value, a => a.Groups["value"].Value);
            document.Tags.Add((name, attributes));
            Assert.That(attributes.Keys.Where(a => a.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a is "style" or "srcdoc"), Is.Empty, tag.Value);
            Assert.That(Attribute().Replace(tag.Groups["rest"].Value, "").Trim(' ', '/', '\n'), Is.Empty, tag.Value);
            if (!Void.Contains(name) && !tag.Value.EndsWith("/>", StringComparison.Ordinal))
            {
                open.Push(name);
            }
        }

        document.AddText(source[position..]);
        Assert.That(open, Is.Empty, "not closed");
        return document;
    }

    private void AddText(string text)
    {
        Assert.That(text, Does.Not.Contain("<"));
        Assert.That(text, Does.Not.Contain(">"));
        Text += text;
    }

    [GeneratedRegex("""</?(?<name>!?[A-Za-z0-9]+)(?<rest>(?:\s+[\w:-]+(?:="[^"<>]*")?)*\s*/?)>""")]
    private static partial Regex Tag();

    [GeneratedRegex("""(?<=\s)(?<name>[\w:-]+)(?:="(?<value>[^"<>]*)")?""")]
    private static partial Regex Attribute();
}
