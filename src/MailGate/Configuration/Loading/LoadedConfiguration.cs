using MailGate.Configuration.Binding;
using MailGate.Configuration.Sections;

namespace MailGate.Configuration.Loading;

/// <summary>The outcome of a load.</summary>
/// <param name="Settings">Null when there is any error.</param>
/// <param name="Root">As written, with defaults; null when nothing could be read.</param>
/// <param name="Files">Absolute paths of everything that was read, for the watcher; also those that are missing.</param>
internal sealed record LoadedConfiguration(
    GatewaySettings? Settings,
    RootSection? Root,
    Origins Origins,
    IReadOnlyList<ConfigurationError> Errors,
    IReadOnlyList<ConfigurationError> Warnings,
    IReadOnlyList<string> Files);
