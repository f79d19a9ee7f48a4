namespace MailGate.Filtering.Rules.Loading;

/// <summary>
/// Reads rules from the disk: of a folder all <c>*.yaml</c> and <c>*.yml</c> files in the order of their names, and <c>lists/*.txt</c> as lists; or a single file with
/// the lists beside it. Other folders, such as <c>tests</c>, are not read.
/// </summary>
public static class RuleFolder
{
    private const int MaxFiles = 1000;

    /// <summary>Loads and compiles the rules at a path. A folder or file that cannot be read is an error like any other.</summary>
    public static RuleSetResult Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            bool isFolder = Directory.Exists(path);
            if (!isFolder && !File.Exists(path))
            {
                return Failed(path, "no such file or folder");
            }

            string folder = isFolder ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
            string shown = isFolder ? path.TrimEnd('/') : Path.GetDirectoryName(path) ?? "";
            List<RuleError> errors = [];
            List<RuleSource> files = isFolder
                ? Read(folder, shown, [".yaml", ".yml"], Yaml.RuleYamlReader.MaxFileOctets, errors)
                : ReadFile(path, path, Yaml.RuleYamlReader.MaxFileOctets, errors) is { } file ? [file] : [];
            List<RuleSource> lists = Read(Path.Combine(folder, "lists"), Path.Combine(shown, "lists"), [".txt"], Lists.RuleListReader.MaxFileOctets, errors);
            if (errors.Count > 0)
            {
                return new RuleSetResult(null, errors);
            }

            return RuleSetCompiler.Compile(files, lists);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Failed(path, error.Message);
        }
    }

    private static List<RuleSource> Read(string folder, string shown, string[] extensions, long maxOctets, List<RuleError> errors)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        List<string> names = [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))
            .Where(name => !name.StartsWith('.') && extensions.Contains(Path.GetExtension(name)))
            .Order(StringComparer.Ordinal)];
        if (names.Count > MaxFiles)
        {
            errors.Add(new RuleError(shown, 0, 0, $"more than {MaxFiles} files"));
            return [];
        }

        return [.. names
            .Select(name => ReadFile(Path.Combine(folder, name), Path.Combine(shown, name).Replace('\\', '/'), maxOctets, errors))
            .OfType<RuleSource>()];
    }

    // The size is looked at before the content is read: a file of 100 MB costs nothing.
    private static RuleSource? ReadFile(string path, string shown, long maxOctets, List<RuleError> errors)
    {
        if (new FileInfo(path).Length > maxOctets)
        {
            errors.Add(new RuleError(shown, 0, 0, $"the file is larger than {maxOctets / (1024 * 1024)} MB"));
            return null;
        }

        return new RuleSource(shown, File.ReadAllBytes(path));
    }

    private static RuleSetResult Failed(string path, string message) => new(null, [new RuleError(path, 0, 0, message)]);
}
