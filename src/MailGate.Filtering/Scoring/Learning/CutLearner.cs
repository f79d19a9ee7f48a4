namespace MailGate.Filtering.Scoring.Learning;

/// <summary>Sets the probability from which a message is called spam.</summary>
internal static class CutLearner
{
    private const int LargeSource = 1000;
    private const double ShareOfLarge = 0.004;
    private const double ShareOfWorst = 0.03;
    private const double ShareOfSmall = 0.01;
    private const double Lowest = 0.7;
    private const double Highest = 0.999;

    /// <summary>
    /// The lowest cut at which little of each large source's ham is above it, and of the small ones' taken together. Of several large sources one may be
    /// worse: some have much ham in them that nearly is spam, and all others would pay for it.
    /// </summary>
    /// <param name="judged">Messages of sources that the model which judged them knew nothing of: whoever uses the model has another source.</param>
    public static double Find(IReadOnlyList<(double Probability, TrainingMessage Message)> judged)
    {
        double[][] sources = [.. judged.Where(j => !j.Message.IsSpam).GroupBy(j => j.Message.Source, j => j.Probability).Select(source => source.Order().ToArray())];
        double[][] large = [.. sources.Where(source => source.Length >= LargeSource)];
        double[] small = [.. sources.Where(source => source.Length < LargeSource).SelectMany(source => source).Order()];
        double[] cuts = [.. large.Select(source => Above(source, ShareOfLarge)).OrderDescending()];
        double cut = Math.Max(Lowest, small.Length == 0 ? 0 : Above(small, ShareOfSmall));
        if (cuts.Length > 0)
        {
            cut = Math.Max(cut, cuts.Length == 1 ? cuts[0] : Math.Max(cuts[1], large.Max(source => Above(source, ShareOfWorst))));
        }

        return Math.Round(Math.Min(cut, Highest), 4);
    }

    private static double Above(double[] ascending, double share) => ascending[Math.Clamp((int)Math.Ceiling(ascending.Length * (1 - share)), 0, ascending.Length - 1)];
}
