using MailGate.Configuration.Binding;
using MailGate.Configuration.Yaml;

namespace MailGate.Configuration.Loading;

/// <summary>Reads a file and what it includes into one tree.</summary>
internal sealed class FileReader(ConfigurationErrors errors, Interpolation interpolation)
{
    private const string Include = "include";

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Absolute paths of all files, and folders where patterns were looked for.</summary>
    public List<string> Files { get; } = [];

    /// <summary>The merged tree, or null when the main file cannot be read at all.</summary>
    public MapNode? Read(string file)
    {
        MapNode? main = ReadOne(file, new SourceLocation(file, 1, 1));
        return main is null ? null : AddIncluded(main, file, 1);
    }

    private MapNode AddIncluded(MapNode map, string file, int depth)
    {
        foreach ((string path, SourceLocation location) in Included(map, file).ToList())
        {
            if (depth >= YamlLimits.IncludeDepth)
            {
                errors.Add(location, Include, $"more than {YamlLimits.IncludeDepth} levels of includes");
                break;
            }

            if (ReadOne(path, location) is MapNode included)
            {
                map = NodeMerge.Merge(map, AddIncluded(included, path, depth + 1), "", errors);
            }
        }

        return map;
    }

    private IEnumerable<(string Path, SourceLocation Location)> Included(MapNode map, string file)
    {
        if (map.Find(Include)?.Value is not ListNode list)
        {
            // A wrong type is the binder's to report.
            yield break;
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        foreach (ScalarNode item in list.Items.OfType<ScalarNode>().Where(i => !i.IsNull))
        {
            string text = item.Text;
            // What cannot be put in, and control characters, are the binder's to report.
            if ((Interpolation.IsNeeded(text) && !interpolation.TryExpand(text, folder, out text, out _)) || text.Length == 0 || text.Any(char.IsControl))
            {
                continue;
            }

            string path = Path.GetFullPath(Path.Combine(folder, text));
            if (FileGlob.IsPattern(path))
            {
                Files.Add(Path.GetDirectoryName(path)!);
                foreach (string match in FileGlob.Expand(path))
                {
                    yield return (Displayed(match, file), item.Location);
                }
            }
            else
            {
                yield return (Displayed(path, file), item.Location);
            }
        }
    }

    private MapNode? ReadOne(string file, SourceLocation from)
    {
        string full = Path.GetFullPath(file);
        if (!_seen.Add(full))
        {
            errors.Add(from, Include, $"{file} is included twice");
            return null;
        }

        if (_seen.Count > YamlLimits.Files)
        {
            errors.Add(from, Include, $"more than {YamlLimits.Files} files");
            return null;
        }

        Files.Add(full);
        try
        {
            byte[]? bytes = ReadBytes(full);
            if (bytes is not null)
            {
                return YamlReader.Read(Utf8Strict.Decode(bytes), file, errors);
            }

            errors.Add(new SourceLocation(file, 1, 1), "", $"larger than {YamlLimits.FileBytes} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = e is FileNotFoundException or DirectoryNotFoundException ? $"there is no file {file}" : $"cannot read {file}: {e.Message}";
            errors.Add(from, from.File == file ? "" : Include, reason);
        }
        catch (FormatException e)
        {
            errors.Add(new SourceLocation(file, 1, 1), "", e.Message);
        }

        return null;
    }

    private static byte[]? ReadBytes(string path)
    {
        // A folder opened as a file fails with "access denied", which helps nobody.
        if (Directory.Exists(path))
        {
            throw new IOException("it is a folder");
        }

        using FileStream stream = File.OpenRead(path);
        byte[] buffer = new byte[YamlLimits.FileBytes + 1];
        int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length > YamlLimits.FileBytes ? null : buffer[..length];
    }

    // Names in messages are as the administrator wrote the main file: relative stays relative.
    private static string Displayed(string full, string includingFile) =>
        Path.IsPathRooted(includingFile) ? full : Path.GetRelativePath(Directory.GetCurrentDirectory(), full);
}
