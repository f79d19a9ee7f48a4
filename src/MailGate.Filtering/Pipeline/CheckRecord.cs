namespace MailGate.Filtering.Pipeline;

/// <summary>A check that ran, as the journal keeps it.</summary>
/// <param name="Error">What went wrong; empty when nothing did.</param>
public sealed record CheckRecord(string Check, CheckOutcome Outcome, TimeSpan Duration, string Error);
