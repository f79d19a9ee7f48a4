namespace MailGate.Mail.Messages.Urls;

/// <summary>Compares what a link shows with where it leads.</summary>
internal static class LinkText
{
    /// <summary>True when the text names a host and it is neither the target's nor above or below it.</summary>
    public static bool Misleads(string text, MailUrl target)
    {
        ReadOnlySpan<char> shown = text.AsSpan().Trim();
        if (target.Scheme == "mailto" || shown.Length is < 4 or > 500 || !shown.Contains('.'))
        {
            return false;
        }

        int end = shown.IndexOfAny(" \t\r\n");
        bool hasScheme = shown.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || shown.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        ReadOnlySpan<char> first = (end < 0 ? shown : shown[..end]).TrimEnd(".,;:!?)");
        if (!hasScheme && (first.Contains('@') || !LooksLikeHost(first, isWhole: end < 0)))
        {
            return false;
        }

        return UrlParser.Parse(first, assumeHttp: true) is { } named && !AreRelated(named.Host, target.Host);
    }

    // "example.com" or "www.example.com/path", but not "Version 2.0" or "Click here."
    private static bool LooksLikeHost(ReadOnlySpan<char> text, bool isWhole)
    {
        int end = text.IndexOfAny("/?#:");
        ReadOnlySpan<char> host = end < 0 ? text : text[..end];
        int dot = host.LastIndexOf('.');
        ReadOnlySpan<char> top = host[(dot + 1)..];
        if (dot <= 0 || top.Length is < 2 or > 18)
        {
            return false;
        }

        foreach (char c in top)
        {
            if (!char.IsLetter(c))
            {
                return false;
            }
        }

        return host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) || end >= 0 || isWhole;
    }

    private static bool AreRelated(string one, string other)
    {
        ReadOnlySpan<char> a = WithoutWww(one), b = WithoutWww(other);
        return a.SequenceEqual(b) || IsUnder(a, b) || IsUnder(b, a);
    }

    private static bool IsUnder(ReadOnlySpan<char> host, ReadOnlySpan<char> parent) => host.Length > parent.Length && host.EndsWith(parent) && host[host.Length - parent.Length - 1] == '.';

    private static ReadOnlySpan<char> WithoutWww(string host) => host.StartsWith("www.", StringComparison.Ordinal) ? host.AsSpan(4) : host;
}
