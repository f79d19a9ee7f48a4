namespace MailGate.Filtering.Scoring;

/// <summary>What the words say: of the whole text, and of the piece of it that is most like spam.</summary>
internal readonly record struct WindowScores(double Whole, double Worst)
{
    /// <summary>Segments that are judged together.</summary>
    public const int Segments = 2;

    /// <summary>Joins the sums of segments (the first is the subject) into scores.</summary>
    /// <param name="sums">Sum of weights of each segment.</param>
    /// <param name="counts">Features of each segment.</param>
    public static WindowScores Of(ReadOnlySpan<double> sums, ReadOnlySpan<int> counts, double bias)
    {
        double total = 0, worst = double.NegativeInfinity;
        int count = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            total += sums[i];
            count += counts[i];
            double window = sums[i];
            int inWindow = counts[i];
            for (int j = i + 1; j < Math.Min(sums.Length, i + Segments); j++)
            {
                window += sums[j];
                inWindow += counts[j];
            }

            // The last segment alone is part of the window before it.
            if (i == 0 || i + Segments <= sums.Length)
            {
                worst = Math.Max(worst, Scale(window, inWindow));
            }
        }

        double whole = Scale(total, count);
        return new WindowScores(bias + whole, bias + Math.Max(worst, whole));
    }

    private static double Scale(double sum, int count) => count == 0 ? 0 : sum / Math.Sqrt(count);
}
