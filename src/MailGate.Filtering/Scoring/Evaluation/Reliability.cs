namespace MailGate.Filtering.Scoring.Evaluation;

/// <summary>One bar of a reliability diagram: messages with a probability in a range.</summary>
/// <param name="From">Lower end of the range.</param>
/// <param name="To">Upper end.</param>
/// <param name="Messages">How many.</param>
/// <param name="MeanProbability">What was said.</param>
/// <param name="SpamShare">What was so.</param>
public readonly record struct ReliabilityBin(double From, double To, int Messages, double MeanProbability, double SpamShare);

/// <summary>Whether probabilities are what they say.</summary>
public static class Reliability
{
    private static readonly double[] Bounds = [0, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 1.000001];

    /// <summary>The bars, without empty ones.</summary>
    public static IReadOnlyList<ReliabilityBin> Of(IEnumerable<(double Probability, bool IsSpam)> judged)
    {
        int[] messages = new int[Bounds.Length - 1], spam = new int[Bounds.Length - 1];
        double[] sums = new double[Bounds.Length - 1];
        foreach ((double probability, bool isSpam) in judged)
        {
            int i = Array.FindLastIndex(Bounds, b => b <= probability);
            messages[i]++;
            spam[i] += isSpam ? 1 : 0;
            sums[i] += probability;
        }

        List<ReliabilityBin> bins = [];
        for (int i = 0; i < messages.Length; i++)
        {
            if (messages[i] > 0)
            {
                bins.Add(new ReliabilityBin(Bounds[i], Math.Min(1, Bounds[i + 1]), messages[i], sums[i] / messages[i], (double)spam[i] / messages[i]));
            }
        }

        return bins;
    }
}
