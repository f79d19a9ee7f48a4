using MailGate.Configuration.Yaml;

namespace MailGate.Configuration.Binding;

/// <summary>What is wrong (or, as a warning, doubtful) with one setting.</summary>
/// <param name="Location">File, line and column, both from 1.</param>
/// <param name="Setting">Its path such as <c>listeners[0].tls</c>, empty when it is about the file.</param>
/// <param name="Message">One sentence for the administrator, with the nearest known name where there is one.</param>
internal sealed record ConfigurationError(SourceLocation Location, string Setting, string Message)
{
    /// <summary><c>file:line:column: message</c>.</summary>
    public override string ToString() =>
        Setting.Length == 0 ? $"{Location}: {Message}" : $"{Location}: {Setting}: {Message}";
}
