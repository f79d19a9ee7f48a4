using MailGate.Filtering.Scoring.Features;

namespace MailGate.Filtering.Scoring;

/// <summary>The inputs of the second stage: what words and header say as log-odds, and the evidence.</summary>
internal static class Inputs
{
    public const int Bias = 0;
    public const int Whole = 1;
    public const int Worst = 2;
    public const int Header = 3;
    public const int FirstEvidence = 4;
    private const double Bound = 12;

    public static int Count { get; } = FirstEvidence + EvidenceKinds.Count;

    public static void Fill(WindowScores text, double header, ReadOnlySpan<float> evidence, Span<float> inputs)
    {
        inputs[Bias] = 1;
        inputs[Whole] = (float)Math.Clamp(text.Whole, -Bound, Bound);
        inputs[Worst] = (float)Math.Clamp(text.Worst - text.Whole, 0, Bound);
        inputs[Header] = (float)Math.Clamp(header, -Bound, Bound);
        evidence.CopyTo(inputs[FirstEvidence..]);
    }

    /// <summary>Log-odds of the second stage before calibration.</summary>
    public static double Score(ReadOnlySpan<float> inputs, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            sum += inputs[i] * weights[i];
        }

        return sum;
    }

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double Logit(double p) => Math.Log(p / (1 - p));
}
