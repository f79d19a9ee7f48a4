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
}
