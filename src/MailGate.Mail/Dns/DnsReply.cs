namespace MailGate.Mail.Dns;

/// <summary>What one server said to one question.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Records">The records of an answer.</param>
/// <param name="TimeToLive">How long the reply may be kept.</param>
/// <param name="IsAuthentic">The AD bit as it was sent, trusted or not.</param>
/// <param name="Target">Where an alias leads whose records are not in the message.</param>
internal sealed record DnsReply<T>(
    DnsReplyStatus Status,
    IReadOnlyList<T> Records,
    TimeSpan TimeToLive = default,
    bool IsAuthentic = false,
    string? Target = null)
{
    /// <summary>A reply that is only a status.</summary>
    public static DnsReply<T> Of(DnsReplyStatus status) => new(status, []);
}
