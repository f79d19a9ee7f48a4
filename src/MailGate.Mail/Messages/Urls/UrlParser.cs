using System.Buffers;
using System.Globalization;
using System.Text;

namespace MailGate.Mail.Messages.Urls;

/// <summary>Reads one address as browsers do (WHATWG URL §4.4, what matters of it), so that a rule sees the host that a click would reach.</summary>
public static class UrlParser
{
    /// <summary>Characters of an address that are looked at and kept.</summary>
    public const int MaxLength = 2048;

    private static readonly SearchValues<string> Embedded = SearchValues.Create(["://", "%3A%2F%2F", ":%2F%2F"], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<char> Dropped = SearchValues.Create("\t\r\n");

    /// <summary>
    /// Reads an absolute address with a scheme that leads to a host (http, https, ftp, ws, wss, mailto), also without scheme where it begins with
    /// two slashes or with <paramref name="assumeHttp"/>. Null for anything else: relative addresses, cid, data, tel.
    /// </summary>
    public static MailUrl? Parse(ReadOnlySpan<char> text, bool assumeHttp = false)
    {
        MailUrlFlags flags = MailUrlFlags.None;
        text = text.Trim();
        if (text.Length > MaxLength)
        {
            text = text[..MaxLength];
            flags |= MailUrlFlags.Truncated;
        }

        ReadOnlySpan<char> clean = text;
        if (text.ContainsAny(Dropped))
        {
            clean = Without(text);
            flags |= MailUrlFlags.Malformed;
        }

        string scheme = ReadScheme(ref clean, assumeHttp, ref flags);
        return scheme switch
        {
            "mailto" => ParseMailto(text, clean, flags),
            "http" or "https" or "ftp" or "ws" or "wss" => ParseHierarchical(text, scheme, clean, flags),
            _ => null,
        };
    }

    // Takes the scheme and its colon; empty for none that is followed here.
    private static string ReadScheme(ref ReadOnlySpan<char> text, bool assumeHttp, ref MailUrlFlags flags)
    {
        int colon = text.IndexOf(':');
        ReadOnlySpan<char> name = colon is > 0 and < 12 ? text[..colon] : [];
        string scheme = name.Length switch
        {
            2 when name.Equals("ws", StringComparison.OrdinalIgnoreCase) => "ws",
            3 when name.Equals("ftp", StringComparison.OrdinalIgnoreCase) => "ftp",
            3 when name.Equals("wss", StringComparison.OrdinalIgnoreCase) => "wss",
            4 when name.Equals("http", StringComparison.OrdinalIgnoreCase) || name.Equals("hxxp", StringComparison.OrdinalIgnoreCase) => "http",
            5 when name.Equals("https", StringComparison.OrdinalIgnoreCase) || name.Equals("hxxps", StringComparison.OrdinalIgnoreCase) => "https",
            6 when name.Equals("mailto", StringComparison.OrdinalIgnoreCase) => "mailto",
            _ => "",
        };
        if (scheme.Length > 0)
        {
            text = text[(colon + 1)..];
            return scheme;
        }

        bool network = text.StartsWith("//", StringComparison.Ordinal) || text.StartsWith(@"\\", StringComparison.Ordinal);
        if (!assumeHttp && !network)
        {
            return "";
        }

        flags |= MailUrlFlags.Schemeless;
        return "http";
    }

    private static MailUrl? ParseHierarchical(ReadOnlySpan<char> whole, string scheme, ReadOnlySpan<char> rest, MailUrlFlags flags)
    {
        int slashes = rest.IndexOfAnyExcept('/', '\\');
        slashes = slashes < 0 ? rest.Length : slashes;
        flags |= (slashes != 2 && (flags & MailUrlFlags.Schemeless) == 0) || rest[..slashes].Contains('\\') ? MailUrlFlags.Malformed : 0;
        rest = rest[slashes..];
        int end = rest.IndexOfAny("/\\?#");
        ReadOnlySpan<char> authority = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[end..];

        int at = authority.LastIndexOf('@');
        flags |= at >= 0 ? MailUrlFlags.UserInfo : 0;
        authority = authority[(at + 1)..];
        int port = -1;
        int colon = authority.LastIndexOf(':');
        if (colon >= 0 && !authority[colon..].Contains(']'))
        {
            if (authority.Length - colon > 1 && int.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= 65535)
            {
                port = number == DefaultPort(scheme) ? -1 : number;
                flags |= port >= 0 ? MailUrlFlags.Port : 0;
            }

            authority = authority[..colon];
        }

        if (!HostName.TryParse(authority, out HostName host))
        {
            return null;
        }

        int fragment = rest.IndexOf('#');
        rest = fragment < 0 ? rest : rest[..fragment];
        int question = rest.IndexOf('?');
        string path = NormalizePath(question < 0 ? rest : rest[..question], ref flags);
        string query = question < 0 ? "" : rest[(question + 1)..].ToString();
        flags |= EmbedsUrl(path) || EmbedsUrl(query) ? MailUrlFlags.EmbedsUrl : 0;
        return new MailUrl
        {
            Text = whole.ToString(),
            Scheme = scheme,
            Host = host.Ascii,
            HostUnicode = host.Unicode,
            HostSkeleton = host.Skeleton,
            Port = port,
            Path = path,
            Query = query,
            Flags = flags | host.Flags,
        };
    }

    private static MailUrl? ParseMailto(ReadOnlySpan<char> whole, ReadOnlySpan<char> rest, MailUrlFlags flags)
    {
        int question = rest.IndexOf('?');
        string address = HeaderText.Decode(Decoding.Percent.Decode(question < 0 ? rest : rest[..question])).Trim('/', ' ');
        int at = address.LastIndexOf('@');
        if (at < 0 || !HostName.TryParse(address.AsSpan(at + 1), out HostName host))
        {
            return null;
        }

        return new MailUrl
        {
            Text = whole.ToString(),
            Scheme = "mailto",
            Host = host.Ascii,
            HostUnicode = host.Unicode,
            HostSkeleton = host.Skeleton,
            Port = -1,
            Path = address,
            Query = question < 0 ? "" : rest[(question + 1)..].ToString(),
            Flags = flags | host.Flags,
        };
    }

    // Backslashes are slashes, needless percent-encoding of unreserved characters is undone (RFC 3986 §6.2.2.2).
    private static string NormalizePath(ReadOnlySpan<char> path, ref MailUrlFlags flags)
    {
        if (path.IsEmpty)
        {
            return "/";
        }

        if (path.Contains('\\'))
        {
            flags |= MailUrlFlags.Malformed;
            path = path.ToString().Replace('\\', '/');
        }

        if (!path.Contains('%'))
        {
            return path.ToString();
        }

        StringBuilder normal = new(path.Length);
        for (int i = 0; i < path.Length; i++)
        {
            if (path[i] == '%' && i + 2 < path.Length && byte.TryParse(path[(i + 1)..(i + 3)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte octet))
            {
                bool unreserved = octet < 128 && (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~');
                normal.Append(unreserved ? ((char)octet).ToString() : "%" + octet.ToString("X2", CultureInfo.InvariantCulture));
                i += 2;
            }
            else
            {
                normal.Append(path[i]);
            }
        }

        return normal.ToString();
    }

    private static bool EmbedsUrl(string text) => text.AsSpan().ContainsAny(Embedded);

    private static int DefaultPort(string scheme) => scheme switch { "http" or "ws" => 80, "https" or "wss" => 443, "ftp" => 21, _ => -1 };

    private static string Without(ReadOnlySpan<char> text)
    {
        StringBuilder clean = new(text.Length);
        foreach (char c in text)
        {
            if (!Dropped.Contains(c))
            {
                clean.Append(c);
            }
        }

        return clean.ToString();
    }
}
