using MailGate.Configuration.Yaml;

namespace MailGate.Configuration.Binding;

/// <summary>Where each setting was written, by its path such as <c>routes[0].targets[1].host</c>.</summary>
internal sealed class Origins
{
    private readonly Dictionary<string, SourceLocation> _locations = new(StringComparer.Ordinal);

    public void Add(string path, SourceLocation location) => _locations[path] = location;

    /// <summary>True when the setting was written, rather than left to its default.</summary>
    public bool IsWritten(string path) => _locations.ContainsKey(path);

    /// <summary>The setting's own place, or <see cref="SourceLocation.Default"/>.</summary>
    public SourceLocation Of(string path) => _locations.GetValueOrDefault(path, SourceLocation.Default);

    /// <summary>The setting's place, or that of the nearest section around it: where an error about it is reported.</summary>
    public SourceLocation Nearest(string path)
    {
        while (true)
        {
            if (_locations.TryGetValue(path, out SourceLocation location) || path.Length == 0)
            {
                return location.File is null ? SourceLocation.Default : location;
            }

            path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        }
    }
}
