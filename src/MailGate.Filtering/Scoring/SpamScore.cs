namespace MailGate.Filtering.Scoring;

/// <summary>What a model says of a message.</summary>
/// <param name="Probability">Calibrated, from 0 to 1.</param>
/// <param name="Points">The same on the scale of the thresholds; negative for mail that is surely wanted.</param>
public readonly record struct SpamScore(double Probability, double Points);
