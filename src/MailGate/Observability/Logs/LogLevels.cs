using MailGate.Configuration.Sections;

namespace MailGate.Observability.Logs;

/// <summary>Levels in the words of the configuration.</summary>
internal static class LogLevels
{
    public static string Word(this LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        LogLevel.Critical => "critical",
        LogLevel.None => "none",
        _ => throw new InvalidOperationException($"no such level: {level}"),
    };

    public static LogLevel Level(this LogVerbosity verbosity) => verbosity switch
    {
        LogVerbosity.Debug => LogLevel.Debug,
        LogVerbosity.Info => LogLevel.Information,
        LogVerbosity.Warning => LogLevel.Warning,
        LogVerbosity.Error => LogLevel.Error,
        _ => throw new InvalidOperationException($"no such level: {verbosity}"),
    };
}
