namespace MailGate.Mail.Messages.Urls;

/// <summary>An address found in a message, as a browser would understand it.</summary>
public sealed record MailUrl
{
    /// <summary>As found, cut at <see cref="UrlParser.MaxLength"/> characters.</summary>
    public required string Text { get; init; }

    /// <summary>In lower case: http, https, ftp, mailto ...</summary>
    public required string Scheme { get; init; }

    /// <summary>The host in lower case with A-labels; an IP address in its usual form; the domain of a mailto address; empty where there is none.</summary>
    public required string Host { get; init; }

    /// <summary>The host with U-labels, for people to read.</summary>
    public required string HostUnicode { get; init; }

    /// <summary>The ASCII name that the host looks like; the host itself when it is plain.</summary>
    public required string HostSkeleton { get; init; }

    /// <summary>The port as given, or -1.</summary>
    public required int Port { get; init; }

    /// <summary>The path with its leading slash; the whole address for mailto.</summary>
    public required string Path { get; init; }

    /// <summary>The query without its question mark, or empty.</summary>
    public required string Query { get; init; }

    /// <summary>What is notable.</summary>
    public required MailUrlFlags Flags { get; init; }

    /// <summary>Everywhere it was found.</summary>
    public UrlSources Sources { get; init; }

    /// <summary>What the reader sees in its place, where it is a link; otherwise empty.</summary>
    public string LinkText { get; init; } = "";

    /// <summary>Scheme, host, port, path and query in one form, so that equal addresses are equal text.</summary>
    public string Normalized =>
        Scheme == "mailto" ? "mailto:" + Path : $"{Scheme}://{Host}{(Port < 0 ? "" : ":" + Port.ToString(System.Globalization.CultureInfo.InvariantCulture))}{Path}{(Query.Length > 0 ? "?" : "")}{Query}";

    public override string ToString() => Normalized;
}
