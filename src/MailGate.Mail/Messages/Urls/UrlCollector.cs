using System.Buffers;
using System.Collections.Frozen;
using MailGate.Mail.Messages.Html;

namespace MailGate.Mail.Messages.Urls;

/// <summary>Gathers addresses from the pieces of a message; one that stands in several places is kept once, with all its sources.</summary>
internal sealed class UrlCollector(int maxUrls)
{
    // What an address without slashes before its host can be recognised by: "www." and "mailto:".
    private static readonly SearchValues<string> Prefixes = SearchValues.Create(["www.", "ilto:"], StringComparison.OrdinalIgnoreCase);

    // Bare host names count only where a path follows, and only below these.
    private static readonly FrozenSet<string> TopLevels = new[]
    {
        "com", "net", "org", "info", "biz", "xyz", "top", "io", "co", "me", "ly", "gl", "gd", "shop", "online", "site", "link", "live", "app", "dev", "page", "click", "store", "club",
        "icu", "vip", "win", "bid", "loan", "work", "space", "website", "tech", "pro", "cc", "tv", "to", "be", "de", "uk", "fr", "eu", "us", "ru", "cn", "jp", "in", "br", "it", "nl",
        "pl", "es", "ca", "au", "ch", "at", "cz", "se", "no", "dk", "fi", "su", "ua", "kr", "tw", "hk", "ga", "cf", "ml", "tk", "gq", "pw", "buzz", "cyou", "rest", "sbs", "fun",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> IsTopLevel = TopLevels.GetAlternateLookup<ReadOnlySpan<char>>();
    private const int LongestTopLevel = 8;

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n<>\"`{}|^\u00A0\u3000\u201C\u201D\u2018\u2019\u00AB\u00BB\0");

    // Text can be made of beginnings of addresses that are none; each costs a look ahead.
    private const int MaxFailures = 2000;

    private readonly List<MailUrl> _urls = [];
    private int _failures;
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

    public IReadOnlyList<MailUrl> Urls => _urls;

    /// <summary>True when addresses beyond the limit were dropped.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Finds addresses in running text.</summary>
    public void AddText(ReadOnlySpan<char> text, UrlSources source)
    {
        int from = 0;
        while (from < text.Length && !IsTruncated && text[from..].IndexOf('/') is var slash and >= 0)
        {
            int mark = slash + from;
            from = TryStartBeforeSlash(text, mark, from, out int start, out bool assumeHttp) ? Take(text, start, mark, assumeHttp, source) : mark + 1;
        }

        from = 0;
        while (from < text.Length && !IsTruncated && text[from..].IndexOfAny(Prefixes) is var prefix and >= 0)
        {
            int mark = prefix + from;
            bool isMail = text[mark] is 'i' or 'I';
            int start = isMail ? mark - 2 : mark;
            bool isStart = isMail ? start >= 0 && text[start..].StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) : start == 0 || !(char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '.' or '-' or '/' or '@');
            from = isStart ? Take(text, start, mark, assumeHttp: !isMail, source) : mark + 4;
        }
    }

    /// <summary>Adds what an HTML part links to, comparing what links show with where they lead.</summary>
    public void AddHtml(HtmlAnalysis html, UrlSources extra)
    {
        string? root = null;
        foreach (HtmlLink link in html.Links)
        {
            UrlSources source = link.Kind switch
            {
                HtmlLinkKind.Anchor => UrlSources.Link,
                HtmlLinkKind.Image => UrlSources.Image,
                HtmlLinkKind.Form => UrlSources.Form,
                HtmlLinkKind.Resource or HtmlLinkKind.Refresh or HtmlLinkKind.Base => UrlSources.Resource,
                _ => UrlSources.Link,
            };
            MailUrl? url = UrlParser.Parse(link.Target);
            if (url is null && root is not null && IsRelative(link.Target))
            {
                url = UrlParser.Parse(root + link.Target.TrimStart('/'));
            }

            if (url is null)
            {
                continue;
            }

            if (link.Kind == HtmlLinkKind.Base)
            {
                root = $"{url.Scheme}://{url.Host}{(url.Path.LastIndexOf('/') is var slash and > 0 ? url.Path[..slash] : "")}/";
            }

            Add(LinkText.Misleads(link.Text, url) ? url with { Flags = url.Flags | MailUrlFlags.TextMismatch } : url, source | extra, link.Text, link.IsHidden);
        }

        AddText(html.Text, UrlSources.Text | extra);
        AddText(html.Aside, UrlSources.Aside | extra);
        if (html.Script.Length > 0)
        {
            AddText(html.Script, UrlSources.Script | extra);
        }
    }

    /// <summary>Adds one address that stands by itself.</summary>
    public void Add(ReadOnlySpan<char> address, UrlSources source)
    {
        if (UrlParser.Parse(address) is { } url)
        {
            Add(url, source, "", hidden: false);
        }
    }

    private void Add(MailUrl url, UrlSources source, string linkText, bool hidden)
    {
        string key = url.Normalized;
        MailUrlFlags flags = url.Flags | (hidden ? MailUrlFlags.Hidden : 0);
        if (_known.TryGetValue(key, out int index))
        {
            MailUrl known = _urls[index];
            if ((known.Sources | source) != known.Sources || (known.Flags | url.Flags) != known.Flags || (known.LinkText.Length == 0 && linkText.Length > 0) || (!hidden && (known.Flags & MailUrlFlags.Hidden) != 0))
            {
                // Hidden only when it is hidden everywhere.
                MailUrlFlags both = known.Flags & flags & MailUrlFlags.Hidden;
                _urls[index] = known with
                {
                    Sources = known.Sources | source,
                    Flags = ((known.Flags | flags) & ~MailUrlFlags.Hidden) | both,
                    LinkText = known.LinkText.Length > 0 ? known.LinkText : linkText,
                };
            }

            return;
        }

        if (_urls.Count == maxUrls)
        {
            IsTruncated = true;
            return;
        }

        _known.Add(key, _urls.Count);
        _urls.Add(url with { Sources = source, Flags = flags, LinkText = linkText });
    }

    // Adds the address that begins at the start; returns where to look on.
    private int Take(ReadOnlySpan<char> text, int start, int mark, bool assumeHttp, UrlSources source)
    {
        int length = LengthOf(text[start..Math.Min(text.Length, start + UrlParser.MaxLength + 1)]);
        MailUrl? url = start + length > mark ? UrlParser.Parse(text.Slice(start, length), assumeHttp) : null;
        if (url is null)
        {
            IsTruncated |= ++_failures > MaxFailures;
            return mark + 2;
        }

        if (!assumeHttp || url.Host.Contains('.', StringComparison.Ordinal))
        {
            Add(url, source, "", hidden: false);
        }

        return Math.Max(mark + 2, start + length);
    }

    // Where the address around a slash begins: before "://", or at a host name under a known top level.
    private static bool TryStartBeforeSlash(ReadOnlySpan<char> text, int slash, int floor, out int start, out bool assumeHttp)
    {
        assumeHttp = false;
        start = slash - 1;
        if (start <= floor)
        {
            return false;
        }

        if (text[start] == ':')
        {
            if (slash + 1 >= text.Length || text[slash + 1] != '/')
            {
                return false;
            }

            int colon = start;
            while (start > floor && colon - start < 8 && char.IsAsciiLetter(text[start - 1]))
            {
                start--;
            }

            return start < colon;
        }

        int dot = text[Math.Max(floor, slash - LongestTopLevel - 1)..slash].LastIndexOf('.');
        dot = dot < 0 ? -1 : dot + Math.Max(floor, slash - LongestTopLevel - 1);
        if (dot <= floor || !IsTopLevel.Contains(text[(dot + 1)..slash]))
        {
            return false;
        }

        assumeHttp = true;
        start = dot;
        while (start > floor && slash - start < 100 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '-' or '.' or '_'))
        {
            start--;
        }

        // The domain of a mail address is no link, nor is a folder of a path.
        return start < dot && (start == floor || text[start - 1] is not ('@' or '/'));
    }

    private static int LengthOf(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAny(Ends);
        text = end < 0 ? text : text[..end];
        while (!text.IsEmpty)
        {
            char last = text[^1];
            bool unbalanced = last switch { ')' => !text.Contains('('), ']' => !text.Contains('['), '}' => true, _ => false };
            if (!unbalanced && last is not ('.' or ',' or ';' or ':' or '!' or '?' or '\'' or '*' or '_' or '\u2026' or '\u3002' or '\uFF0C'))
            {
                break;
            }

            text = text[..^1];
        }

        return text.Length;
    }

    private static bool IsRelative(string target) => target.Length > 0 && target[0] != '#' && !target.AsSpan(0, Math.Min(target.Length, 12)).Contains(':');
}
