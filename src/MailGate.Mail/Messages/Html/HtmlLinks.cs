using MailGate.Mail.Messages.Decoding;

namespace MailGate.Mail.Messages.Html;

/// <summary>The addresses in an HTML text, and the link that is open.</summary>
internal sealed class HtmlLinks(HtmlScan scan, HtmlTextBuilder shown)
{
    private const int MaxTargetLength = 2048;
    private const int MaxTextLength = 512;

    private readonly List<HtmlLink> _links = [];
    private string? _linkTarget;
    private int _linkStart;
    private bool _linkHidden;

    /// <summary>In order of appearance.</summary>
    public IReadOnlyList<HtmlLink> All => _links;

    /// <summary>A link begins; its text is what is shown from here to its end.</summary>
    public void Start(string? target, bool isHidden, bool isArea)
    {
        if (target is null)
        {
            return;
        }

        _linkTarget = target;
        _linkHidden = isHidden;
        _linkStart = shown.Length;
        if (isArea)
        {
            End();
        }
    }

    /// <summary>The link that was begun last ends, if there is one.</summary>
    public void End()
    {
        if (_linkTarget is not null)
        {
            Add(HtmlLinkKind.Anchor, _linkTarget, _linkHidden, shown.Slice(_linkStart, MaxTextLength));
            _linkTarget = null;
        }
    }

    /// <summary>Notes an address; nothing where there is none.</summary>
    public void Add(HtmlLinkKind kind, string? target, bool isHidden, string text = "")
    {
        if (target is null)
        {
            return;
        }

        if (_links.Count == HtmlReader.MaxLinks)
        {
            scan.AddFlags(HtmlFlags.Truncated);
            return;
        }

        if (HasScheme(target, "data:"))
        {
            scan.AddFlags(HtmlFlags.DataUri);
            scan.OnAside(DataOf(target));
        }
        else if (HasScheme(target, "javascript:") || HasScheme(target, "vbscript:"))
        {
            scan.AddFlags(HtmlFlags.Script);
            scan.OnScript(target);
        }

        _links.Add(new HtmlLink(kind, target.Length > MaxTargetLength ? target[..MaxTargetLength] : target, text, isHidden));
    }

    // RFC 2397: "data:text/html;base64,..." is a page of its own.
    private static string DataOf(string target)
    {
        int comma = target.IndexOf(',', StringComparison.Ordinal);
        ReadOnlySpan<char> type = target.AsSpan(0, Math.Max(0, comma));
        if (!type.Contains("text/", StringComparison.OrdinalIgnoreCase) && !type.Contains("ml", StringComparison.OrdinalIgnoreCase))
        {
            return "";
        }

        byte[] octets = Percent.Decode(target.AsSpan(comma + 1, Math.Min(target.Length - comma - 1, HtmlReader.MaxScriptLength)));
        if (!type.Contains("base64", StringComparison.OrdinalIgnoreCase))
        {
            return Charsets.Decode(octets, "", out _);
        }

        byte[] decoded = new byte[octets.Length + 3];
        Base64Decoder decoder = new();
        return Charsets.Decode(decoded.AsSpan(0, decoder.Decode(octets, decoded, isLast: true, out _)), "", out _);
    }

    // Browsers drop line breaks and tabs anywhere in an address, and white space before it.
    private static bool HasScheme(string target, string scheme)
    {
        int matched = 0;
        foreach (char c in target)
        {
            if (c is '\t' or '\r' or '\n' || (c <= ' ' && matched == 0))
            {
                continue;
            }

            if (char.ToLowerInvariant(c) != scheme[matched])
            {
                return false;
            }

            if (++matched == scheme.Length)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for an address whose content is in the mail itself, or made by script.</summary>
    public static bool IsGenerated(string target) => HasScheme(target, "data:") || HasScheme(target, "blob:") || target is "" or "#";

    /// <summary>True for an address that is fetched from elsewhere.</summary>
    public static bool IsRemote(string? target) => target is not null && (HasScheme(target, "http:") || HasScheme(target, "https:") || target.StartsWith("//", StringComparison.Ordinal));
}
