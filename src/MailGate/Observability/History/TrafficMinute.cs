namespace MailGate.Observability.History;

/// <summary>What ended within one minute, or within several that were added up.</summary>
internal sealed class TrafficMinute(long minute)
{
    /// <summary>The verdicts, in the order of <see cref="Verdicts"/>' counts.</summary>
    public static readonly IReadOnlyList<string> VerdictNames = ["accept", "tag", "quarantine", "discard", "reject", "defer", "aborted"];

    /// <summary>Upper bounds of <see cref="Replies"/> in seconds; what is longer counts in a last one.</summary>
    public static readonly IReadOnlyList<double> ReplyBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

    /// <summary>Upper bounds of <see cref="Scores"/>; what is higher counts in a last one.</summary>
    public static readonly IReadOnlyList<double> ScoreBounds = [-5, -2, 0, 1, 2, 4, 6, 8, 10, 12, 15, 20, 30];

    /// <summary>Minutes since 1970 of its beginning.</summary>
    public long Minute { get; } = minute;

    public int[] Verdicts { get; } = new int[VerdictNames.Count];

    /// <summary>Messages by the time from their end to the reply.</summary>
    public int[] Replies { get; } = new int[ReplyBounds.Count + 1];

    /// <summary>Messages by score.</summary>
    public int[] Scores { get; } = new int[ScoreBounds.Count + 1];

    public int Total => Verdicts.Sum();

    public int Count(params ReadOnlySpan<string> verdicts)
    {
        int count = 0;
        foreach (string verdict in verdicts)
        {
            count += Verdicts[IndexOf(verdict)];
        }

        return count;
    }

    public void Note(string verdict, double? replySeconds, double? score)
    {
        Verdicts[IndexOf(verdict)]++;
        if (replySeconds is { } seconds)
        {
            Replies[BucketOf(seconds, ReplyBounds)]++;
        }

        if (score is { } points)
        {
            Scores[BucketOf(points, ScoreBounds)]++;
        }
    }

    public void Add(TrafficMinute other)
    {
        Add(Verdicts, other.Verdicts);
        Add(Replies, other.Replies);
        Add(Scores, other.Scores);
    }

    /// <summary>
    /// The time within which this share of the replies came, in seconds: taken as spread evenly within a bucket, and as its lower bound in the last one.
    /// Null without messages.
    /// </summary>
    /// <param name="share">0 to 1.</param>
    public double? ReplyQuantile(double share)
    {
        int total = Replies.Sum();
        if (total == 0)
        {
            return null;
        }

        double rank = share * total;
        int before = 0;
        for (int i = 0; i < ReplyBounds.Count; i++)
        {
            if (Replies[i] > 0 && before + Replies[i] >= rank)
            {
                double lower = i == 0 ? 0 : ReplyBounds[i - 1];
                return lower + ((ReplyBounds[i] - lower) * (rank - before) / Replies[i]);
            }

            before += Replies[i];
        }

        return ReplyBounds[^1];
    }

    private static int IndexOf(string verdict)
    {
        for (int i = 0; i < VerdictNames.Count; i++)
        {
            if (VerdictNames[i] == verdict)
            {
                return i;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "no verdict");
    }

    private static int BucketOf(double value, IReadOnlyList<double> bounds)
    {
        int bucket = 0;
        while (bucket < bounds.Count && value > bounds[bucket])
        {
            bucket++;
        }

        return bucket;
    }

    private static void Add(int[] sum, int[] other)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += other[i];
        }
    }
}
