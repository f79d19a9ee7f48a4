namespace MailGate.Smtp.Client;

/// <summary>What became of one message of a <see cref="SmtpClientSession"/>.</summary>
/// <param name="Recipients">The outcome of RCPT for each recipient, in order.</param>
/// <param name="Outcome">The reply after the dot; or when no recipient was accepted, the outcome of the first.</param>
/// <param name="Deliveries">With LMTP, the reply after the dot for each accepted recipient.</param>
public sealed record SmtpSendResult(IReadOnlyList<DownstreamOutcome> Recipients, DownstreamOutcome Outcome, IReadOnlyList<DownstreamOutcome> Deliveries)
{
    /// <summary>True when every recipient was accepted and has the message.</summary>
    public bool IsComplete => Outcome.IsPositive && Recipients.All(r => r.IsPositive) && Deliveries.All(d => d.IsPositive);
}
