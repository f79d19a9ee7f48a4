using System.Text;

namespace MailGate.Tests.Admin;

/// <summary>What mail may bring to make a page do something: each holds the word xss, and must come out as text.</summary>
internal static class HostileTexts
{
    public static IReadOnlyList<string> All { get; } =
    [
        "<script>window.xss=1</script>",
        "\"><script>window.xss=1</script>",
        "'><img src=x onerror=window.xss=1>",
        "\" autofocus onfocus=window.xss=1 x=\"",
        "' onmouseover='window.xss=1",
        "</title><script>window.xss=1</script>",
        "</textarea></pre></code><svg/onload=window.xss=1>",
        "<iframe srcdoc=\"<script>parent.xss=1</script>\">",
        "<a href=\"javascript:window.xss=1\">xss</a>",
        "javascript:window.xss=1",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=window.xss=1>",
        "<!--><img src=x onerror=window.xss=1>-->",
        "&lt;script&gt;xss&lt;/script&gt;",
        "&#60;script&#62;window.xss=1&#60;/script&#62;",
        "+ADw-script+AD4-window.xss=1+ADw-/script+AD4-",
        "<base href=//xss.example/><link rel=stylesheet href=//xss.example/x.css>",
        "<meta http-equiv=refresh content='0;url=//xss.example'>",
        "<style>@import '//xss.example/x.css';</style>",
        "\u202Exss\u202D \u0000\u0008<b>",
        "{{constructor.constructor('window.xss=1')()}}",
    ];

    /// <summary>A message that has the text wherever a message has room for one.</summary>
    public static string Message(string text, string subject)
    {
        string line = text.Replace("\0", "", StringComparison.Ordinal);
        string encoded = $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";
        string parameter = string.Concat(Encoding.UTF8.GetBytes(text).Select(octet => $"%{octet:X2}"));
        string name = string.Concat(line.Where(c => c is > ' ' and <= '~' and not ':').Take(60));
        return $"""
            From: {encoded} <ann@sender.example>
            Subject: {subject} {encoded}
            Message-ID: <{name}@sender.example>
            X-{name}: {line}
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8

            {line} https://links.example/{name}
            --b
            Content-Type: text/html; charset=utf-8

            <html><body onload="window.xss=1"><p>{line}</p><img src="http://tracker.example/x.gif"></body></html>
            --b
            Content-Type: application/octet-stream; name*=utf-8''{parameter}
            Content-Disposition: attachment; filename*=utf-8''{parameter}
            Content-Transfer-Encoding: base64

            TVqQAAMAAAAEAAAA
            --b--

            """.ReplaceLineEndings("\r\n");
    }
}
