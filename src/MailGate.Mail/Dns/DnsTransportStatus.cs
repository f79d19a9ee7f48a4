namespace MailGate.Mail.Dns;

/// <summary>How sending a query ended. Nothing in time is a cancellation.</summary>
internal enum DnsTransportStatus
{
    /// <summary>A message that matches the query.</summary>
    Reply,

    /// <summary>UDP cannot be trusted or used for this question.</summary>
    UseTcp,

    /// <summary>A TCP reply to another question.</summary>
    Malformed,

    /// <summary>No connection, or it ended early.</summary>
    Unreachable,
}
