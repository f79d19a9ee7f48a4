namespace MailGate.Filtering.Scoring;

/// <summary>A monotone map from the log-odds of words and evidence to calibrated log-odds: straight lines between knots, the outer lines going on.</summary>
internal sealed class Calibration
{
    private readonly double[] _from, _to;

    /// <param name="from">Ascending.</param>
    /// <param name="to">Ascending.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    public Calibration(double[] from, double[] to)
    {
        if (from.Length != to.Length || from.Length < 2)
        {
            throw new ArgumentException("a calibration needs two knots at least");
        }

        for (int i = 1; i < from.Length; i++)
        {
            if (!(from[i] > from[i - 1]) || !(to[i] >= to[i - 1]))
            {
                throw new ArgumentException("the knots of a calibration ascend");
            }
        }

        (_from, _to) = (from, to);
    }

    /// <summary>The map that changes nothing.</summary>
    public static Calibration Identity { get; } = new([-1, 1], [-1, 1]);

    public ReadOnlySpan<double> From => _from;

    public ReadOnlySpan<double> To => _to;

    public double Apply(double x)
    {
        int i = Array.BinarySearch(_from, x);
        int right = Math.Clamp(i < 0 ? ~i : i, 1, _from.Length - 1);
        double share = (x - _from[right - 1]) / (_from[right] - _from[right - 1]);
        double y = _to[right - 1] + (share * (_to[right] - _to[right - 1]));
        // Outside the knots never further from nought than they were: there is no data to be surer by.
        return x < _from[0] ? Math.Max(_to[0] + ((x - _from[0]) * 0.5), -12) : x > _from[^1] ? Math.Min(_to[^1] + ((x - _from[^1]) * 0.5), 12) : y;
    }
}
