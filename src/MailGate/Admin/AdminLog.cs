namespace MailGate.Admin;

/// <summary>Log messages of this room.</summary>
internal static partial class AdminLog
{
    [LoggerMessage(EventId = 5001, EventName = "admin_request_failed", Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    public static partial void RequestFailed(this ILogger logger, string method, string path, Exception failure);

    [LoggerMessage(EventId = 5002, EventName = "admin_login", Level = LogLevel.Information, Message = "Login from {Address}: {Result}")]
    public static partial void Login(this ILogger logger, string address, string result);

    [LoggerMessage(EventId = 5003, EventName = "admin_action", Level = LogLevel.Information, Message = "{Action} of {Id} by {Address}: {Result}")]
    public static partial void Action(this ILogger logger, string action, string id, string address, string result);
}
