using MailGate.Filtering.Rewriting;

namespace MailGate.Filtering.Pipeline;

/// <summary>What the gateway writes into the header of a message that goes on.</summary>
public sealed record OutgoingHeaderOptions
{
    /// <summary>Our name in Authentication-Results (RFC 8601 §2.5); empty: none is written and none removed.</summary>
    public string AuthservId { get; init; } = "";

    /// <summary>Spam headers on every message. Incoming ones are removed whatever stands here.</summary>
    public SpamHeaderKinds SpamHeaders { get; init; }

    /// <summary>Spam headers on messages that are tagged.</summary>
    public SpamHeaderKinds SpamHeadersWhenTagged { get; init; } = SpamHeaderKinds.Flag | SpamHeaderKinds.Status | SpamHeaderKinds.Score | SpamHeaderKinds.Level;

    /// <summary>Rewrites the addresses of the header; null leaves them.</summary>
    public AddressRewriter? AddressRewriter { get; init; }
}
