namespace MailGate.Filtering.Scoring.Learning;

/// <summary>What training gives, before it is written.</summary>
internal sealed record LearntModel(float[] Text, double TextBias, float[] Header, double HeaderBias, Calibration Calibration, double Cut);
