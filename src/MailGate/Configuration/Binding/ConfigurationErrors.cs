using MailGate.Configuration.Yaml;

namespace MailGate.Configuration.Binding;

/// <summary>All errors and warnings of one load, by file, line and column, and bounded.</summary>
internal sealed class ConfigurationErrors
{
    private const int MaxErrors = 200;

    private readonly List<ConfigurationError> _errors = [];
    private readonly List<ConfigurationError> _warnings = [];

    public IReadOnlyList<ConfigurationError> Errors => Sorted(_errors);

    public IReadOnlyList<ConfigurationError> Warnings => Sorted(_warnings);

    /// <summary>True when a setting at or below a path, or a file as a whole, has an error: then what is not set may have been meant to be.</summary>
    public bool Concern(string path) => _errors.Exists(e => e.Setting.StartsWith(path, StringComparison.Ordinal) || e.Setting.Length == 0);

    public void Add(SourceLocation location, string setting, string message)
    {
        var error = new ConfigurationError(location, setting, message);
        if (_errors.Count < MaxErrors && !_errors.Contains(error))
        {
            _errors.Add(error);
        }
    }

    private static ConfigurationError[] Sorted(List<ConfigurationError> found) =>
        [.. found.OrderBy(e => e.Location.File, StringComparer.Ordinal).ThenBy(e => e.Location.Line).ThenBy(e => e.Location.Column)];

    public void Warn(SourceLocation location, string setting, string message) => _warnings.Add(new ConfigurationError(location, setting, message));
}
