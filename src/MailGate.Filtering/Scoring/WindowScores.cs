namespace MailGate.Filtering.Scoring;

/// <summary>What the words say: of the whole text, and by how much the piece of it that is most like spam says more.</summary>
/// <param name="Whole">Log-odds.</param>
/// <param name="Excess">Log-odds to add for that piece: nought unless it exceeds the whole clearly.</param>
internal readonly record struct WindowScores(double Whole, double Excess)
{
    /// <summary>Segments of the shortest piece.</summary>
    public const int Shortest = 2;

    // The best of many pieces is above the whole by chance alone.
    private const double Doubt = 0.7;

    /// <summary>Joins the sums of segments (the first is the subject) into scores. A piece is any run of segments.</summary>
    /// <param name="sums">Sum of weights of all segments up to each, its own included.</param>
    /// <param name="ends">Features of all segments up to each.</param>
    public static WindowScores Of(ReadOnlySpan<double> sums, ReadOnlySpan<int> ends, double bias)
    {
        if (ends.IsEmpty)
        {
            return new WindowScores(bias, 0);
        }

        double whole = sums[^1] / Math.Sqrt(ends[^1]);
        double most = whole;
        for (int from = -1; from + Shortest < ends.Length; from++)
        {
            double sumBefore = from < 0 ? 0 : sums[from];
            int before = from < 0 ? 0 : ends[from];
            for (int to = from + Shortest; to < ends.Length; to++)
            {
                most = Math.Max(most, (sums[to] - sumBefore) / Math.Sqrt(ends[to] - before));
            }
        }

        return new WindowScores(bias + whole, Math.Max(0, most - whole - Doubt));
    }
}
