namespace MailGate.Filtering.Scoring.Evaluation;

/// <summary>How well scores tell spam from ham, whatever the cut.</summary>
public sealed class RocCurve
{
    private readonly double[] _spam, _ham;

    /// <param name="spam">Scores of spam.</param>
    /// <param name="ham">Scores of ham.</param>
    public RocCurve(IEnumerable<double> spam, IEnumerable<double> ham)
    {
        _spam = [.. spam.Order()];
        _ham = [.. ham.Order()];
    }

    /// <summary>The area under the curve: how often a spam scores above a ham, draws as half. NaN without one of both.</summary>
    public double Area
    {
        get
        {
            double wins = 0;
            int below = 0, notAbove = 0;
            foreach (double ham in _ham)
            {
                while (below < _spam.Length && _spam[below] < ham)
                {
                    below++;
                }

                notAbove = Math.Max(notAbove, below);
                while (notAbove < _spam.Length && _spam[notAbove] <= ham)
                {
                    notAbove++;
                }

                wins += _spam.Length - notAbove + ((notAbove - below) / 2.0);
            }

            return wins / ((double)_spam.Length * _ham.Length);
        }
    }

    /// <summary>Share of spam that is caught where at most this share of ham is. NaN without one of both.</summary>
    public double CaughtAt(double falsePositives)
    {
        if (_ham.Length == 0 || _spam.Length == 0)
        {
            return double.NaN;
        }

        double cut = _ham[Math.Max(0, _ham.Length - 1 - (int)(falsePositives * _ham.Length))];
        return (double)_spam.Count(s => s > cut) / _spam.Length;
    }

    /// <summary>Points of the curve from (0, 0) to (1, 1): share of ham, share of spam.</summary>
    public IEnumerable<(double Ham, double Spam)> Points()
    {
        int h = _ham.Length, s = _spam.Length;
        yield return (0, 0);
        while (h > 0 || s > 0)
        {
            double cut = Math.Max(h > 0 ? _ham[h - 1] : double.NegativeInfinity, s > 0 ? _spam[s - 1] : double.NegativeInfinity);
            while (h > 0 && _ham[h - 1] >= cut)
            {
                h--;
            }

            while (s > 0 && _spam[s - 1] >= cut)
            {
                s--;
            }

            yield return ((double)(_ham.Length - h) / Math.Max(1, _ham.Length), (double)(_spam.Length - s) / Math.Max(1, _spam.Length));
        }
    }
}
