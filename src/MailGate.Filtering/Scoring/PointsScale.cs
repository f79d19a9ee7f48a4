namespace MailGate.Filtering.Scoring;

/// <summary>
/// Probability to points: nothing at 0.5, the usual threshold for tagging at the model's cut, never enough to reject by itself, and a little off
/// for mail that is surely wanted.
/// </summary>
public static class PointsScale
{
    /// <summary>Points at the cut: rspamd's threshold for "add header".</summary>
    public const double AtCut = 6;

    /// <summary>Most points, below rspamd's 15 for "reject" and below quarantine's 10.</summary>
    public const double Most = 8;

    /// <summary>Fewest points.</summary>
    public const double Least = -1.5;

    /// <summary>Points, rounded to hundredths; they rise with the probability.</summary>
    /// <param name="logOdds">The calibrated log-odds.</param>
    /// <param name="cut">The probability that the model calls spam, above 0.5.</param>
    public static double Points(double logOdds, double cut)
    {
        double share = logOdds / Odds.Logit(cut);
        return Math.Round(Math.Clamp(share * (share < 0 ? -Least : AtCut), Least, Most), 2);
    }
}
