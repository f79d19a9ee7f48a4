namespace MailGate.Filtering.Scoring;

/// <summary>Log-odds and probabilities.</summary>
internal static class Odds
{
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double Logit(double p) => Math.Log(p / (1 - p));
}
