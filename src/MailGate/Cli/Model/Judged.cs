namespace MailGate.Cli.Model;

/// <summary>A labelled message and what the model says.</summary>
internal readonly record struct Judged(double Probability, bool IsSpam, string Source);
