using MailGate.Mail.Addresses;

namespace MailGate.Filtering.Pipeline;

/// <summary>What MAIL FROM said.</summary>
/// <param name="ReversePath">Where failures are reported.</param>
public sealed record MailEnvelope(ReversePath ReversePath)
{
    /// <summary>The size that the client declared in octets; 0 without one.</summary>
    public long DeclaredSize { get; init; }

    /// <summary><c>7bit</c>, <c>8bitmime</c> or empty.</summary>
    public string Body { get; init; } = "";

    public bool IsSmtpUtf8 { get; init; }

    /// <summary>The envelope identifier (DSN); empty without one.</summary>
    public string EnvelopeId { get; init; } = "";
}
