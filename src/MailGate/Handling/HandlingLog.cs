using MailGate.Smtp.Client;
using MailGate.Storage.Quarantine;

namespace MailGate.Handling;

/// <summary>What sessions and downstreams log beside the line of each transaction.</summary>
internal static partial class HandlingLog
{
    [LoggerMessage(EventId = 2001, EventName = "connection_refused", Level = LogLevel.Information, Message = "Connection from {Peer} to {Listener} refused: {Reason}")]
    public static partial void ConnectionRefused(this ILogger logger, string peer, string listener, string reason);

    [LoggerMessage(EventId = 2002, EventName = "handshake_failed", Level = LogLevel.Information, Message = "{Id}: TLS with {Peer} failed: {Problem}")]
    public static partial void HandshakeFailed(this ILogger logger, string id, string peer, string problem);

    [LoggerMessage(EventId = 2003, EventName = "session_failed", Level = LogLevel.Error, Message = "{Id}: internal error, the client was told to try again")]
    public static partial void SessionFailed(this ILogger logger, string id, Exception exception);

    [LoggerMessage(EventId = 2004, EventName = "session_ended", Level = LogLevel.Debug, Message = "{Id}: session with {Peer} ended: {Reason}")]
    public static partial void SessionEnded(this ILogger logger, string id, string peer, string reason);

    [LoggerMessage(EventId = 2010, EventName = "downstream_failed", Level = LogLevel.Warning, Message = "{Target}: {Outcome}")]
    public static partial void DownstreamFailed(this ILogger logger, string target, string outcome);

    [LoggerMessage(EventId = 2011, EventName = "downstream_health", Level = LogLevel.Warning, Message = "{Target} is {State}")]
    public static partial void DownstreamHealth(this ILogger logger, string target, string state);

    [LoggerMessage(EventId = 2012, EventName = "late_reply", Level = LogLevel.Warning, Message = "{Id}: {Target} replied after the client had been told to try again: {Outcome}")]
    public static partial void LateReply(this ILogger logger, string id, string target, string outcome);

    [LoggerMessage(EventId = 2013, EventName = "parameters_dropped", Level = LogLevel.Debug, Message = "{Id}: {Target} lacks the extension for {Parameters}")]
    public static partial void ParametersDropped(this ILogger logger, string id, string target, DroppedParameters parameters);

    [LoggerMessage(EventId = 2014, EventName = "rewrite_failed", Level = LogLevel.Warning, Message = "{Id}: {Address} cannot be rewritten, the client was told to try again: {Problem}")]
    public static partial void RewriteFailed(this ILogger logger, string id, string address, string problem);

    [LoggerMessage(EventId = 2030, EventName = "spam_model_refused", Level = LogLevel.Warning, Message = "A spam model cannot be used: {Problem}")]
    public static partial void SpamModelRefused(this ILogger logger, string problem);

    [LoggerMessage(EventId = 2040, EventName = "quarantine_removed", Level = LogLevel.Information, Message = "{Id}: removed from quarantine, from <{ReversePath}>, {Octets} octets: {Reason}")]
    public static partial void QuarantineRemoved(this ILogger logger, string id, string reversePath, long octets, RemovalReason reason);

    [LoggerMessage(EventId = 2041, EventName = "quarantine_failed", Level = LogLevel.Error, Message = "{Id}: the message could not be put into quarantine, the client was told to come again: {Problem}")]
    public static partial void QuarantineFailed(this ILogger logger, string id, string problem);

    [LoggerMessage(EventId = 2042, EventName = "quarantine_untidy", Level = LogLevel.Warning, Message = "The quarantine could not be tidied up: {Problem}")]
    public static partial void QuarantineUntidy(this ILogger logger, string problem);
}
