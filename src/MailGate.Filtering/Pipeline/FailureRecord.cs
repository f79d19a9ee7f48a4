namespace MailGate.Filtering.Pipeline;

/// <summary>A rule that could not be judged, as the journal keeps it.</summary>
public sealed record FailureRecord(string Rule, string Reason);
