using System.Buffers;

namespace MailGate.Mail.Messages.Html;

/// <summary>Recognises what script is for by the names it uses.</summary>
internal static class HtmlScript
{
    private static readonly SearchValues<string> Saving =
        SearchValues.Create(["createObjectURL", "msSaveOrOpenBlob", "msSaveBlob", ".saveAs(", "showSaveFilePicker"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Downloading = SearchValues.Create([".download"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Clicking = SearchValues.Create([".click("], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Building = SearchValues.Create(["new Blob", "Blob(", "new File(", "Uint8Array"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Decoding = SearchValues.Create(["atob(", "fromCharCode", "charCodeAt", "unescape(", "decodeURIComponent"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Evaluating =
        SearchValues.Create(["eval(", "document.write", "Function(", "unescape(", "fromCharCode", "atob(", ".innerHTML"], StringComparison.OrdinalIgnoreCase);

    public static HtmlFlags Judge(ReadOnlySpan<char> script)
    {
        bool saves = script.ContainsAny(Saving) || (script.ContainsAny(Downloading) && script.ContainsAny(Clicking));
        bool builds = script.ContainsAny(Building);
        return HtmlFlags.Script
            | (saves || (builds && script.ContainsAny(Decoding)) ? HtmlFlags.Smuggling : 0)
            | (script.ContainsAny(Evaluating) ? HtmlFlags.ObfuscatedScript : 0);
    }
}
