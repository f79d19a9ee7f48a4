namespace MailGate.Filtering.Scoring.Learning;

/// <summary>Sets the probability from which a message is called spam.</summary>
internal static class CutLearner
{
    private const double ShareOfAllHam = 0.004;
    private const double ShareOfOneSource = 0.015;
    private const int SmallSource = 60;
    private const double Lowest = 0.7;
    private const double Highest = 0.999;

    /// <summary>The lowest cut at which few of all ham, and few of any larger source's, are above it.</summary>
    /// <param name="judged">Messages of sources that the model which judged them knew nothing of: whoever uses the model has another source.</param>
    public static double Find(IReadOnlyList<(double Probability, TrainingMessage Message)> judged, int sources)
    {
        List<double>[] bySource = [.. Enumerable.Range(0, sources).Select(_ => new List<double>())];
        List<double> all = [], small = [];
        foreach ((double probability, TrainingMessage message) in judged)
        {
            if (!message.IsSpam)
            {
                all.Add(probability);
                bySource[message.Source].Add(probability);
            }
        }

        double cut = Math.Max(Lowest, Above(all, ShareOfAllHam));
        foreach (List<double> source in bySource)
        {
            if (source.Count < SmallSource)
            {
                small.AddRange(source);
            }
            else
            {
                cut = Math.Max(cut, Above(source, ShareOfOneSource));
            }
        }

        cut = small.Count > 0 ? Math.Max(cut, Above(small, ShareOfOneSource)) : cut;
        return Math.Round(Math.Min(cut, Highest), 4);
    }

    private static double Above(List<double> values, double share)
    {
        values.Sort();
        return values[Math.Clamp((int)Math.Ceiling(values.Count * (1 - share)), 0, values.Count - 1)];
    }
}
