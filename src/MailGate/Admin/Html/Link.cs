namespace MailGate.Admin.Html;

/// <summary>An address on this server, below the base path. There are no others: a page never links to what mail names.</summary>
internal readonly record struct Link
{
    private Link(string path) => Path = path;

    public string Path { get; }

    /// <summary>The address made of these segments and this query; empty values are left out.</summary>
    public static Link To(IEnumerable<string> segments, params IEnumerable<(string Name, string? Value)> query)
    {
        string path = "/" + string.Join('/', segments.Select(Uri.EscapeDataString));
        string text = string.Join('&', query.Where(pair => !string.IsNullOrEmpty(pair.Value)).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));
        return new Link(text.Length > 0 ? $"{path}?{text}" : path);
    }

    /// <summary>A path of ours that came back from a browser; the overview for anything else, such as an address of another site.</summary>
    public static Link Local(string path) => path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl)
        ? new Link(path)
        : To("");

    public static Link To(params string[] segments) => To((IEnumerable<string>)segments);
}
