namespace MailGate.Filtering.Scoring.Learning;

/// <summary>
/// Logistic regression over presence of hashed features, each message scaled to length one, learnt online with AdaGrad (Duchi et al. 2011).
/// Messages that are told apart well enough teach nothing more.
/// </summary>
internal sealed class LogisticLearner(int bits, double rate)
{
    private const double Enough = 0.02;
    private const float Epsilon = 1e-6f;

    private readonly Cell[] _cells = new Cell[1 << bits];
    private double _bias, _biasSquares = 1;

    public double Bias => _bias;

    /// <summary>The sum of weights, to be scaled by the caller.</summary>
    public double Sum(ReadOnlySpan<uint> features)
    {
        float sum = 0;
        Cell[] cells = _cells;
        foreach (uint feature in features)
        {
            sum += cells[feature].Weight;
        }

        return sum;
    }

    /// <summary>Log-odds.</summary>
    public double Score(ReadOnlySpan<uint> features) => features.IsEmpty ? _bias : _bias + (Sum(features) / Math.Sqrt(features.Length));

    public float[] Weights() => Array.ConvertAll(_cells, c => c.Weight);

    public void Learn(ReadOnlySpan<uint> features, bool isSpam, double weight)
    {
        if (features.IsEmpty)
        {
            return;
        }

        float scale = (float)(1 / Math.Sqrt(features.Length));
        double p = 1 / (1 + Math.Exp(-(_bias + (Sum(features) * scale))));
        double error = p - (isSpam ? 1 : 0);
        if (Math.Abs(error) < Enough)
        {
            return;
        }

        double gradient = error * weight;
        _biasSquares += gradient * gradient;
        _bias -= 0.1 * rate * gradient / Math.Sqrt(_biasSquares);
        float step = (float)(gradient * scale);
        float square = step * step;
        float move = (float)(rate * step);
        Cell[] cells = _cells;
        foreach (uint feature in features)
        {
            ref Cell cell = ref cells[feature];
            cell.Squares += square;
            cell.Weight -= move / MathF.Sqrt(cell.Squares + Epsilon);
        }
    }

    private struct Cell
    {
        public float Weight;
        public float Squares;
    }
}
