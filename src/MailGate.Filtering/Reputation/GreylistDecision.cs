namespace MailGate.Filtering.Reputation;

/// <summary>Whether a sender has to come again.</summary>
/// <param name="Passes">It came again after the delay, now or earlier.</param>
/// <param name="RetryAfter">How long it still has to wait; zero when it passes.</param>
public readonly record struct GreylistDecision(bool Passes, TimeSpan RetryAfter);
