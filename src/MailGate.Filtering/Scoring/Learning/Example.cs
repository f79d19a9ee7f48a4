namespace MailGate.Filtering.Scoring.Learning;

/// <summary>A message as the second stage sees it, judged by words that were not learnt from it.</summary>
/// <param name="IsPadded">Ham text was put around it.</param>
/// <param name="IsOtherSource">Nothing was learnt from its source, and not only not from it.</param>
internal sealed record Example(TrainingMessage Message, float[] Inputs, double Weight, bool IsPadded, bool IsOtherSource);
