namespace MailGate.Filtering.Rules.Expressions;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    private const int MaxLength = 64;

    /// <summary>" (did you mean 'x'?)" for the nearest name, or nothing when none is near.</summary>
    public static string Suggest(string name, IEnumerable<string> known) =>
        Find(name, known) is { } nearest ? $" (did you mean '{nearest}'?)" : "";

    /// <summary>The known name that differs least: by at most a third of its letters, where a swap of neighbours counts as one difference.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        string? nearest = null;
        int least = int.MaxValue;
        if (name.Length > MaxLength)
        {
            return null;
        }

        foreach (string candidate in known)
        {
            int distance = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < least && distance <= Math.Max(1, Math.Max(name.Length, candidate.Length) / 3))
            {
                least = distance;
                nearest = candidate;
            }
        }

        return nearest;
    }

    // Optimal string alignment distance, three rows.
    private static int Distance(string x, string y)
    {
        int[] beforeLast = new int[y.Length + 1], last = new int[y.Length + 1], current = new int[y.Length + 1];
        for (int column = 0; column <= y.Length; column++)
        {
            last[column] = column;
        }

        for (int row = 1; row <= x.Length; row++)
        {
            current[0] = row;
            for (int column = 1; column <= y.Length; column++)
            {
                int cost = x[row - 1] == y[column - 1] ? 0 : 1;
                int best = Math.Min(Math.Min(last[column] + 1, current[column - 1] + 1), last[column - 1] + cost);
                bool swapped = row > 1 && column > 1 && x[row - 1] == y[column - 2] && x[row - 2] == y[column - 1];
                current[column] = swapped ? Math.Min(best, beforeLast[column - 2] + 1) : best;
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[y.Length];
    }
}
