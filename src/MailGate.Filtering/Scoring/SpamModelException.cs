namespace MailGate.Filtering.Scoring;

/// <summary>A model file cannot be used; the message says why, for the operator.</summary>
public sealed class SpamModelException(string message) : Exception(message);
