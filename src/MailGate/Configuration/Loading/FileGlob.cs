using System.IO.Enumeration;

namespace MailGate.Configuration.Loading;

/// <summary>Paths with <c>*</c> and <c>?</c> in the last part.</summary>
internal static class FileGlob
{
    public static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?');

    /// <summary>Matching files in alphabetical order, none when the folder is not there. Hidden files match only a pattern with the dot.</summary>
    public static IEnumerable<string> Expand(string path)
    {
        string folder = Path.GetDirectoryName(path) ?? "/";
        string pattern = Path.GetFileName(path);
        return !Directory.Exists(folder)
            ? []
            : Directory.EnumerateFiles(folder)
                .Where(f => Path.GetFileName(f) is var name && (name[0] != '.' || pattern[0] == '.') && FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))
                .Order(StringComparer.Ordinal);
    }
}
