namespace MailGate.Configuration.Binding;

/// <summary>Finds what a mistyped name was meant to be.</summary>
internal static class NearestName
{
    private const int MaxLength = 64;

    /// <summary><c>; did you mean 'x'?</c>, or nothing when no name is near.</summary>
    public static string Hint(string name, IEnumerable<string> known) => Find(name, known) is string nearest ? $"; did you mean '{nearest}'?" : "";

    /// <summary>The known name with the fewest typing errors, or null when each needs more than a third of its letters changed.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        string typed = Normalize(name);
        if (typed.Length is 0 or > MaxLength)
        {
            return null;
        }

        (string? Name, int Distance) best = (null, int.MaxValue);
        foreach (string candidate in known)
        {
            int distance = Distance(typed, Normalize(candidate));
            if (distance < best.Distance && distance <= Math.Max(1, Math.Max(typed.Length, candidate.Length) / 3))
            {
                best = (candidate, distance);
            }
        }

        return best.Name;
    }

    private static string Normalize(string name) => name.ToLowerInvariant().Replace('-', '_');

    // Optimal string alignment: insertions, deletions, substitutions and swapped neighbours each count one.
    private static int Distance(string a, string b)
    {
        int[] beforeLast = new int[b.Length + 1], last = new int[b.Length + 1], row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[b.Length];
    }
}
