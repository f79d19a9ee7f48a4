using MailGate.Configuration.Binding;
using MailGate.Configuration.Yaml;

namespace MailGate.Configuration.Resolving;

/// <summary>What the resolvers of all sections share: where to report, and which files were looked at.</summary>
internal sealed class ResolverContext(Origins origins, ConfigurationErrors errors, TimeProvider time)
{
    public TimeProvider Time => time;

    /// <summary>Files besides the configuration itself, such as certificates.</summary>
    public List<string> Files { get; } = [];

    public bool IsWritten(string path) => origins.IsWritten(path);

    /// <summary>True when something is known to be wrong with a setting or with names in the file, so that what follows from it is not worth a word.</summary>
    public bool IsInDoubt(string path) => errors.Concern(path);

    public void Error(string path, string message) => errors.Add(origins.Nearest(path), path, message);

    public void Warn(string path, string message) => errors.Warn(origins.Nearest(path), path, message);

    /// <summary>An error in a file that the configuration names.</summary>
    public void Error(SourceLocation location, string path, string message) => errors.Add(location, path, message);

    /// <inheritdoc cref="Error(SourceLocation, string, string)"/>
    public void Warn(SourceLocation location, string path, string message) => errors.Warn(location, path, message);

    public SourceLocation Where(string path) => origins.Nearest(path);

    /// <summary>True when the file can be read; else the reason is reported.</summary>
    public bool IsReadable(string path, string file)
    {
        Files.Add(file);
        try
        {
            if (Directory.Exists(file))
            {
                Error(path, $"{file} is a folder");
                return false;
            }

            File.OpenRead(file).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Error(path, e is FileNotFoundException or DirectoryNotFoundException ? $"there is no file {file}" : $"cannot read {file}: {e.Message}");
            return false;
        }
    }
}
