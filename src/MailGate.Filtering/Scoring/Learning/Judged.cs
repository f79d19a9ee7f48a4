namespace MailGate.Filtering.Scoring.Learning;

/// <summary>A message judged by words that were not learnt from it.</summary>
/// <param name="LogOdds">Before calibration.</param>
/// <param name="Weight">How much it counts.</param>
internal readonly record struct Judged(TrainingMessage Message, double LogOdds, double Weight);
