namespace MailGate.Filtering.Scoring.Learning;

/// <summary>Isotonic regression (pool adjacent violators) on bins of equal weight, as a <see cref="Calibration"/>.</summary>
internal static class CalibrationLearner
{
    private const int Bins = 40;
    private const double MinGap = 0.05;

    /// <summary>Learns from scores of messages that the model did not learn from.</summary>
    public static Calibration Fit(IReadOnlyList<(double Score, bool IsSpam, double Weight)> examples)
    {
        (double Score, bool IsSpam, double Weight)[] sorted = [.. examples.OrderBy(e => e.Score).ThenBy(e => e.IsSpam)];
        double total = sorted.Sum(e => e.Weight);
        List<Block> blocks = [];
        Block current = default;
        foreach ((double score, bool isSpam, double weight) in sorted)
        {
            current = current.With(score, isSpam, weight);
            if (current.Weight >= total / Bins)
            {
                Push(blocks, current);
                current = default;
            }
        }

        if (current.Weight > 0)
        {
            Push(blocks, current);
        }

        return Knots(blocks, total);
    }

    private static void Push(List<Block> blocks, Block block)
    {
        while (blocks.Count > 0 && (blocks[^1].Rate >= block.Rate || block.Center - blocks[^1].Center < MinGap))
        {
            block = blocks[^1].Join(block);
            blocks.RemoveAt(blocks.Count - 1);
        }

        blocks.Add(block);
    }

    private static Calibration Knots(List<Block> blocks, double total)
    {
        List<double> from = [], to = [];
        foreach (Block block in blocks)
        {
            // A bin without a mistake is not proof that there is none.
            double floor = total / Bins / 20;
            double p = (block.Spam + (floor / 10)) / (block.Weight + (floor / 5));
            double y = Odds.Logit(Math.Clamp(p, 0.0005, 0.9995));
            from.Add(block.Center);
            to.Add(to.Count > 0 ? Math.Max(y, to[^1]) : y);
        }

        return from.Count < 2 ? Calibration.Identity : new Calibration([.. from], [.. to]);
    }

    private readonly record struct Block(double Weight, double Spam, double Moment)
    {
        public double Rate => Spam / Weight;

        public double Center => Moment / Weight;

        public Block With(double score, bool isSpam, double weight) => new(Weight + weight, Spam + (isSpam ? weight : 0), Moment + (score * weight));

        public Block Join(Block other) => new(Weight + other.Weight, Spam + other.Spam, Moment + other.Moment);
    }
}
