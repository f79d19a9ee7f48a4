namespace MailGate.Filtering.Reputation;

/// <summary>Times of greylisting.</summary>
public sealed record GreylistOptions
{
    /// <summary>How long an unknown sender has to wait before it may come again.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a first attempt is remembered when the sender does not come again (RFC 5321 §4.5.4.1: senders try for days).</summary>
    public TimeSpan RetryWindow { get; init; } = TimeSpan.FromDays(2);

    /// <summary>How long a sender that came again may come without waiting, from the last time.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(36);

    /// <summary>Bits of an IPv4 address that count: large senders come back from a neighbour.</summary>
    public int IPv4PrefixLength { get; init; } = 24;

    /// <summary>Bits of an IPv6 address that count.</summary>
    public int IPv6PrefixLength { get; init; } = 64;
}
