namespace MailGate.Hosting;

/// <summary>What the host logs.</summary>
internal static partial class HostLog
{
    [LoggerMessage(EventId = 1001, EventName = "started", Level = LogLevel.Information, Message = "MailGate {Version} listens on {Addresses}")]
    public static partial void Started(this ILogger logger, string version, string addresses);

    [LoggerMessage(EventId = 1002, EventName = "stopping", Level = LogLevel.Information, Message = "{Reason}: draining for at most {Seconds} s")]
    public static partial void Stopping(this ILogger logger, string reason, double seconds);

    [LoggerMessage(EventId = 1003, EventName = "stopped", Level = LogLevel.Information, Message = "MailGate has stopped")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(EventId = 1004, EventName = "config_warning", Level = LogLevel.Warning, Message = "{Problem}")]
    public static partial void ConfigurationWarning(this ILogger logger, string problem);

    [LoggerMessage(EventId = 1010, EventName = "reloaded", Level = LogLevel.Information, Message = "Configuration {Hash} is in force ({Reason})")]
    public static partial void Reloaded(this ILogger logger, string hash, string reason);

    [LoggerMessage(EventId = 1011, EventName = "reload_failed", Level = LogLevel.Error, Message = "The new configuration has {Count} errors, the old one stays in force; first: {Problem}")]
    public static partial void ReloadFailed(this ILogger logger, int count, string problem);

    [LoggerMessage(EventId = 1012, EventName = "reload_error", Level = LogLevel.Error, Message = "{Problem}")]
    public static partial void ReloadError(this ILogger logger, string problem);

    [LoggerMessage(EventId = 1013, EventName = "reload_broken", Level = LogLevel.Error, Message = "The reload failed, the old configuration stays in force")]
    public static partial void ReloadBroken(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 1014, EventName = "watch_failed", Level = LogLevel.Warning, Message = "Changes of {Folder} are seen late only: {Problem}")]
    public static partial void WatchFailed(this ILogger logger, string folder, string problem);

    [LoggerMessage(EventId = 1015, EventName = "needs_restart", Level = LogLevel.Warning, Message = "{Setting} changed: it takes effect at the next start")]
    public static partial void NeedsRestart(this ILogger logger, string setting);

    [LoggerMessage(EventId = 1016, EventName = "admin_failed", Level = LogLevel.Error, Message = "Cannot listen on {Address} for HTTP: {Problem}")]
    public static partial void AdminFailed(this ILogger logger, string address, string problem);
}
