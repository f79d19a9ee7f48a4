namespace MailGate.Smtp.Client;

/// <summary>What <see cref="ReplyParser"/> makes of the octets so far.</summary>
internal enum ReplyStatus
{
    /// <summary>More octets are needed.</summary>
    Incomplete,
    Complete,

    /// <summary>This is no reply: nothing after it can be trusted.</summary>
    Malformed,

    /// <summary>The connection ended before the reply did.</summary>
    Closed,
}
