namespace MailGate.Storage;

/// <summary>Log messages of this room.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(EventId = 4001, EventName = "journal_failed", Level = LogLevel.Warning, Message = "The journal could not be written, records are lost")]
    public static partial void JournalFailed(ILogger logger, Exception failure);
}
